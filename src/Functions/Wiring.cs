using Clientele.Campaign;
using Clientele.Functions.Access;
using Clientele.Learning;
using Clientele.Runs;
using Clientele.Runs.Customers;
using Clientele.Runs.Incoming;
using Clientele.Runs.Insiders;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Functions;

/// <summary>Puts the pipeline behind the functions, as the settings say.</summary>
internal static class Wiring
{
    private const string ShippedSchemas = "schemas";

    public static void AddClientele(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton(StorageConnections.Open(name => builder.Configuration[name.Replace("__", ":", StringComparison.Ordinal)]))
            .AddSingleton(Settings(builder.Configuration))
            .AddSingleton(services => new SchemaSource(
                Shipped(), services.GetRequiredService<ClienteleStorage>().Schemas, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SchemaSource>>()))
            .AddSingleton(services => new ScoringModels(services.GetRequiredService<ClienteleStorage>().Models, services.GetRequiredService<TimeProvider>()))
            .AddSingleton<IRunEngine, RunEngine>()
            .AddSingleton<IncomingUploads>()
            .AddSingleton(services => new UploadAddress(services.GetRequiredService<IncomingUploads>().StorageOrigin))
            .AddSingleton<CampaignObjectives>()
            .AddSingleton<CampaignSegments>()
            .AddSingleton<CustomerIndex>()
            .AddSingleton<CustomerList>()
            .AddSingleton<InsiderList>()
            .AddSingleton<IModelRegistry, ModelRegistry>()
            .AddSingleton<ChampionPredictor>()
            .AddSingleton<IPredictor>(services => services.GetRequiredService<ChampionPredictor>())
            .AddHostedService<StorageSetup>();
    }

    private static RunSettings Settings(ConfigurationManager configuration)
    {
        var defaults = new RunSettings();
        return new RunSettings
        {
            ChunkBytes = configuration.GetValue("Runs:ChunkBytes", defaults.ChunkBytes),
            MostRejectedShare = configuration.GetValue("Runs:MostRejectedShare", defaults.MostRejectedShare),
            Training = defaults.Training with
            {
                Learners = configuration["Training:Learners"]?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? defaults.Training.Learners,
                Repeats = configuration.GetValue("Training:Repeats", defaults.Training.Repeats),
                Features = defaults.Training.Features with { WithoutSensitive = configuration.GetValue("Training:WithoutSensitive", false) },
            },
            Segments = defaults.Segments with
            {
                Algorithm = configuration.GetValue<ClusterAlgorithm?>("Segments:Algorithm"),
                Clusters = configuration.GetValue<int?>("Segments:Clusters"),
                WithoutSensitive = configuration.GetValue("Training:WithoutSensitive", false),
                MostCompared = configuration.GetValue("Segments:MostCompared", defaults.Segments.MostCompared),
                Refits = configuration.GetValue("Segments:Refits", defaults.Segments.Refits),
            },
            Insiders = defaults.Insiders with
            {
                Space = configuration.GetValue("Insiders:Space", defaults.Insiders.Space),
                Algorithm = configuration.GetValue<ClusterAlgorithm?>("Insiders:Algorithm"),
                Clusters = configuration.GetValue<int?>("Insiders:Clusters"),
                MinimumShare = configuration.GetValue("Insiders:MinimumShare", defaults.Insiders.MinimumShare),
                MostCompared = configuration.GetValue("Insiders:MostCompared", defaults.Insiders.MostCompared),
                Refits = configuration.GetValue("Insiders:Refits", defaults.Insiders.Refits),
                WithoutOtherSpaces = configuration.GetValue("Insiders:WithoutOtherSpaces", defaults.Insiders.WithoutOtherSpaces),
            },
            ResultsKept = configuration.GetValue("Runs:ResultsKept", defaults.ResultsKept),
            Patience = configuration.GetValue("Runs:Patience", defaults.Patience),
            Objectives = new ObjectiveRules
            {
                AggressiveRecall = configuration.GetValue("Objectives:AggressiveRecall", defaults.Objectives.AggressiveRecall),
                ModerateRecall = configuration.GetValue("Objectives:ModerateRecall", defaults.Objectives.ModerateRecall),
                FrugalPrecision = configuration.GetValue("Objectives:FrugalPrecision", defaults.Objectives.FrugalPrecision),
            },
        }.Check();
    }

    private static List<(string Source, BinaryData Json)> Shipped()
        => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, ShippedSchemas), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), BinaryData.FromBytes(File.ReadAllBytes(file))))];

    /// <summary>Creates missing containers, tables and queues before the port is bound, so that the host's first call finds them.</summary>
    private sealed class StorageSetup(ClienteleStorage storage, SchemaSource schemas, ChampionPredictor predictor) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            // The container of schemas comes first: the catalog reads it.
            await storage.Schemas.EnsureExistsAsync(cancellationToken);
            SchemaCatalog catalog = await schemas.CurrentAsync(cancellationToken);

            // Beside the rest, and not waited for: the port is bound when storage is ready, and calls that come earlier than the model wait for it.
            _ = Task.Run(() => predictor.WarmAsync(CancellationToken.None), CancellationToken.None);
            await storage.EnsureExistsAsync(catalog.Where(schema => schema.Grain == Grain.Customer).Select(schema => schema.Id), cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
