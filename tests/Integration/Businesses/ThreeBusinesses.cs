using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Clientele.Csv;
using Clientele.Integration.Spine;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Testing.Businesses;

namespace Clientele.Integration.Businesses;

/// <summary>
/// One account with three businesses that no code knows: their schema files in the container, a labelled file each, and once their models are trained, an upload
/// each. Trained once for all tests.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ThreeBusinesses : IAsyncLifetime, ICollectionFixture<ThreeBusinesses>
{
    public const string Name = "three businesses";

    public const int Trained = 1200;
    public const int Uploaded = 150;

    private SpineApp? _app;

    public Business Subscription { get; } = new Subscription();

    public Business Bank { get; } = new Bank();

    public Business Gym { get; } = new Gym();

    public IReadOnlyList<Business> All => [Subscription, Bank, Gym];

    /// <summary>Training runs by schema.</summary>
    internal Dictionary<string, RunRow> Trainings { get; } = new(StringComparer.Ordinal);

    /// <summary>Score runs by schema.</summary>
    internal Dictionary<string, RunRow> Scorings { get; } = new(StringComparer.Ordinal);

    internal SpineApp App => _app ?? throw new InvalidOperationException("The businesses are not prepared.");

    public async Task InitializeAsync()
    {
        _app = await SpineApp.PrepareAsync(trained: false);
        foreach (Business business in All)
        {
            await _app.UploadAsync(business.FileName, business.Json.ToArray(), "schemas");
            await _app.UploadAsync($"{business.Schema.Id}/labelled.csv", Encoding.UTF8.GetBytes(business.Csv(0, Trained, labelled: true)), "training");
            _app.Schemas.Add(business.Schema.Id);
        }

        await _app.StartAsync(("Runs__ChunkBytes", "4096"));
        (await _app.Host.RunFunctionAsync("Retrain")).ShouldBeNull();
        await _app.UntilAsync("the trainings", async () => (await _app.RunsAsync()).Count(run => run.HasEnded) == All.Count);
        foreach (RunRow run in await _app.RunsAsync())
        {
            Trainings.Add(run.Schema, run);
            await PromoteSegmentsAsync(run);
        }

        foreach (Business business in All)
        {
            await _app.UploadAsync(NameOf(business), Encoding.UTF8.GetBytes(business.Csv(Trained, Trained + Uploaded, labelled: false)));
        }

        foreach (Business business in All)
        {
            Scorings.Add(business.Schema.Id, await _app.CompletedAsync(NameOf(business)));
        }
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    public Business Of(string schema) => All.Single(business => business.Schema.Id == schema);

    internal async Task<RunPlan> PlanAsync(RunRow run) =>
        RunPlan.FromJson((await App.Storage.Results.ReadAsync($"{run.Id}/plan.json", CancellationToken.None))!.Value.Content);

    /// <summary>The customer as JSON has them: numbers with points, dates and words as in the file.</summary>
    internal static JsonElement JsonOf(Business business, int number, CsvDialect dialect)
    {
        var customer = new JsonObject();
        foreach ((string column, string cell) in business.Values(number))
        {
            SchemaField field = business.Schema.Fields.Single(each => each.Name == column);
            bool isMissing = field.MissingValues.Contains(cell, StringComparer.Ordinal);
            customer[column] = isMissing ? null
                : field.Type is FieldType.Number && CsvNumber.TryParse(Encoding.UTF8.GetBytes(cell), dialect.DecimalSeparator, out double value) ? JsonValue.Create(value)
                : cell.Trim('"');
        }

        return JsonSerializer.SerializeToElement(customer);
    }

    /// <summary>These customers have no groups, which the gate sees; an operator wants segments all the same.</summary>
    private async Task PromoteSegmentsAsync(RunRow run)
    {
        using HttpClient client = new() { BaseAddress = App.Host.Address };
        using HttpResponseMessage answer = await client.PostAsync($"api/models/{run.Schema}/segments/{run.SegmentsVersion}/promote", content: null);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    // No folder: the header says whose file it is.
    private static string NameOf(Business business) => $"from-{business.GetType().Name.ToLowerInvariant()}.csv";
}
