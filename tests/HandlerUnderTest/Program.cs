using Clientele.Functions;
using Clientele.HandlerUnderTest;
using Clientele.Runs;

// The real handler with an engine that does nothing, or, for a message "throw on a thread", the worst: for what only a process can show, its memory and its exit code.
return await FunctionsApp.RunAsync(args, builder =>
{
    ScriptedEngine engine = new()
    {
        Behaviour = (call, _) =>
        {
            if (call == "work throw on a thread")
            {
                new Thread(() => throw new InvalidOperationException("Nobody catches this.")).Start();
            }

            return Task.CompletedTask;
        },
    };
    builder.Services.AddSingleton<IRunEngine>(engine).AddSingleton<IPredictor>(new ScriptedPredictor()).AddSingleton<IModelRegistry>(new ScriptedRegistry());
});
