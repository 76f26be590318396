using Clientele.Functions;

return await FunctionsApp.RunAsync(args, _ => { });
