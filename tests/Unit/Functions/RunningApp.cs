using System.Text;
using Clientele.Functions;
using Clientele.HandlerUnderTest;
using Clientele.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Clientele.Unit.Functions;

/// <summary>The app on a free port, with an engine and a predictor that tests script.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApp(WebApplication app, ScriptedEngine engine, ScriptedPredictor predictor, ScriptedRegistry registry)
    {
        _app = app;
        Engine = engine;
        Predictor = predictor;
        Registry = registry;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public ScriptedEngine Engine { get; }

    public ScriptedPredictor Predictor { get; }

    public ScriptedRegistry Registry { get; }

    public HttpClient Client { get; }

    public static Task<RunningApp> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <param name="more">Adds what a function under test needs beside the three.</param>
    public static async Task<RunningApp> StartAsync(Action<IServiceCollection> more, params string[] settings)
    {
        ScriptedEngine engine = new();
        ScriptedPredictor predictor = new();
        ScriptedRegistry registry = new();
        WebApplication app = FunctionsApp.Build(
            ["--FUNCTIONS_CUSTOMHANDLER_PORT=0", .. settings],
            builder => more(builder.Services.AddSingleton<IRunEngine>(engine).AddSingleton<IPredictor>(predictor).AddSingleton<IModelRegistry>(registry)));
        await app.StartAsync();
        return new RunningApp(app, engine, predictor, registry);
    }

    /// <summary>As the host calls: POST, chunked, with its headers.</summary>
    public async Task<(int Status, string Body)> InvokeAsync(string function, string payload)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/" + function) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", "8f1c3f0e-7f0d-4c55-9d53-2b0a3c3f5d11");
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1040.300.0");
        using HttpResponseMessage response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
