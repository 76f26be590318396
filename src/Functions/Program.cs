using Clientele.Functions;

return await FunctionsApp.RunAsync(args, builder => builder.AddClientele());
