using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Clientele.Campaign;
using Clientele.Integration.Spine;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Testing.Businesses;

namespace Clientele.Integration.Businesses;

/// <summary>A schema file alone brings training, scoring and single predictions for customers with an id, a target and columns of their own.</summary>
[Collection(ThreeBusinesses.Name)]
public sealed class OtherBusinessesTests(ThreeBusinesses businesses)
{
    [Theory]
    [InlineData("subscription")]
    [InlineData("banco")]
    [InlineData("gym")]
    public async Task A_labelled_file_makes_a_champion_that_finds_the_truth_in_it(string schema)
    {
        RunRow training = businesses.Trainings[schema];
        training.State.ShouldBe(RunState.Completed, training.Error);
        (training.Read, training.Accepted).ShouldBe((ThreeBusinesses.Trained, ThreeBusinesses.Trained));

        TableEntity model = (await StorageImage.EntitiesAsync(businesses.App, "models")).Single(row => row.GetString("Schema") == schema && row.GetString("Kind") == ResponseModel.Kind);
        model.GetString("Version").ShouldBe(training.ModelVersion);
        model.GetBoolean("Current").ShouldBe(true);
        model.GetDouble("RocAuc")!.Value.ShouldBeInRange(0.7, 0.95);
        (await StorageImage.EntitiesAsync(businesses.App, "objectives")).Count(row => row.PartitionKey == $"{schema}-{training.ModelVersion}").ShouldBe(4);
    }

    [Theory]
    [InlineData("subscription")]
    [InlineData("banco")]
    [InlineData("gym")]
    public async Task An_upload_becomes_rows_of_the_business_alone_scored_with_its_own_champion(string schema)
    {
        RunRow run = businesses.Scorings[schema];
        (run.Schema, run.Read, run.Accepted, run.ModelVersion).ShouldBe((schema, ThreeBusinesses.Uploaded, ThreeBusinesses.Uploaded, businesses.Trainings[schema].ModelVersion));

        List<TableEntity> scores = [.. (await StorageImage.EntitiesAsync(businesses.App, "customerscores")).Where(row => row.GetString("Run") == run.Id.Value)];
        List<TableEntity> customers = [.. (await StorageImage.EntitiesAsync(businesses.App, "customers" + schema)).Where(row => row.GetString("Run") == run.Id.Value)];
        scores.Count.ShouldBe(ThreeBusinesses.Uploaded);
        scores.ShouldAllBe(row => row.GetString("ModelVersion") == run.ModelVersion && row.PartitionKey.StartsWith(schema + "-", StringComparison.Ordinal));
        scores.ShouldAllBe(row => row.GetDouble("Probability") > 0 && row.GetDouble("Probability") < 1);
        customers.Select(row => (row.PartitionKey, row.RowKey)).ShouldBe(scores.Select(row => (row.PartitionKey, row.RowKey)), ignoreOrder: true);
        string[] columns = [.. businesses.Of(schema).Schema.Fields.Where(field => field.IsPublished).Select(CustomerRows.ColumnOf)];
        customers.ShouldAllBe(row => columns.All(row.ContainsKey));
    }

    [Theory]
    [InlineData("subscription")]
    [InlineData("banco")]
    [InlineData("gym")]
    public async Task Ages_and_tenures_count_back_from_the_newest_date_of_the_file(string schema)
    {
        RunRow run = businesses.Scorings[schema];
        DateOnly reference = businesses.Of(schema).Reference ?? DateOnly.FromDateTime(run.Id.Uploaded.UtcDateTime);

        DateOnly.FromDayNumber((await businesses.PlanAsync(run)).AsOf).ShouldBe(reference);
    }

    [Fact]
    public async Task Values_of_a_Spanish_file_are_read_as_they_are_meant()
    {
        // 101,250 is customer 1,250: whole numbers are padded, and the columns keep their accents.
        string[] cells = businesses.Bank.Customer(1250).Cells;
        TableEntity row = (await StorageImage.EntitiesAsync(businesses.App, "customersbanco")).Single(each => each.RowKey == "0000000000000101250");

        row.GetString("Customer").ShouldBe("101250");
        row.GetDouble("Saldo_cuenta").ShouldBe(double.Parse(cells[8].Replace(".", "", StringComparison.Ordinal).Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture));
        row.GetDateTimeOffset("Fecha_alta")!.Value.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(cells[5]);
        row.GetBoolean("Campaña_1").ShouldBe(cells[13] == "sí");
        row.GetString("Estado_civil").ShouldBeOneOf("Soltero", "Casado", "Divorciado", "Viudo");
    }

    [Theory]
    [InlineData("subscription", "account")]
    [InlineData("banco", "Núm_Cliente")]
    public async Task One_customer_alone_has_the_probability_that_they_have_in_the_file_bit_for_bit(string schema, string id)
    {
        Business business = businesses.Of(schema);
        RunRow run = businesses.Scorings[schema];
        RunPlan plan = await businesses.PlanAsync(run);
        LoadedModel<ResponseModel> model = await new ScoringModels(businesses.App.Storage.Models, TimeProvider.System).Response.LoadAsync(business.Schema, run.ModelVersion, CancellationToken.None);
        ResponseScorer scorer = model.Model.Price(plan.Economics!, plan.Objectives).CreateScorer();
        Dictionary<string, double> batch = (await StorageImage.EntitiesAsync(businesses.App, "customerscores"))
            .Where(row => row.PartitionKey.StartsWith(schema + "-", StringComparison.Ordinal))
            .ToDictionary(row => row.GetString("Customer")!, row => row.GetDouble("Probability")!.Value, StringComparer.Ordinal);

        for (int number = ThreeBusinesses.Trained; number < ThreeBusinesses.Trained + ThreeBusinesses.Uploaded; number++)
        {
            // The predictor's own reference date is the champion's; with the file's, one customer is what they are in the file.
            var record = new TypedRecord(business.Schema) { AsOf = plan.AsOf };
            var problems = new List<FieldProblem>();
            SingleRecord.Read(ThreeBusinesses.JsonOf(business, number, plan.Dialect!), business.Schema, record, problems);
            problems.ShouldBeEmpty();
            scorer.Score(record).Probability.ShouldBe(batch[business.Values(number)[id]]);
        }
    }

    [Theory]
    [InlineData("subscription")]
    [InlineData("banco")]
    [InlineData("gym")]
    public async Task The_api_predicts_one_customer_with_the_champion_of_the_schema_it_is_asked_for(string schema)
    {
        Business business = businesses.Of(schema);
        JsonElement customer = ThreeBusinesses.JsonOf(business, 5, (await businesses.PlanAsync(businesses.Scorings[schema])).Dialect!);
        using HttpClient client = new() { BaseAddress = businesses.App.Host.Address };

        using HttpResponseMessage answer = await client.PostAsync($"api/predict/{schema}", new StringContent(customer.GetRawText(), Encoding.UTF8, "application/json"));
        string body = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        JsonNode prediction = JsonNode.Parse(body)!;
        prediction["probability"]!.GetValue<double>().ShouldBeInRange(0, 1);
        prediction["modelVersion"]!.GetValue<string>().ShouldBe(businesses.Trainings[schema].ModelVersion);

        // The form that the list of models describes can be sent as it is.
        JsonArray form = JsonNode.Parse(await client.GetStringAsync($"api/models?schema={schema}"))!["models"]![0]!["compact"]!.AsArray();
        form.Count.ShouldBeInRange(1, 9);
        var typical = new JsonObject([.. form.Select(field => KeyValuePair.Create(field!["name"]!.GetValue<string>(), field["typical"]?.DeepClone()))]);
        using HttpResponseMessage filledIn = await client.PostAsync($"api/predict/{schema}", new StringContent(typical.ToJsonString(), Encoding.UTF8, "application/json"));
        filledIn.StatusCode.ShouldBe(HttpStatusCode.OK, await filledIn.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("subscription", "account")]
    [InlineData("banco", "Núm_Cliente")]
    public async Task The_api_says_of_customers_what_their_file_said_of_them_to_the_last_bit_and_for_the_same_reason(string schema, string id)
    {
        Business business = businesses.Of(schema);
        RunPlan plan = await businesses.PlanAsync(businesses.Scorings[schema]);
        int[] numbers = [.. Enumerable.Range(ThreeBusinesses.Trained, ThreeBusinesses.Uploaded)];
        Dictionary<string, TableEntity> batch = (await StorageImage.EntitiesAsync(businesses.App, "customerscores"))
            .Where(row => row.PartitionKey.StartsWith(schema + "-", StringComparison.Ordinal))
            .ToDictionary(row => row.GetString("Customer")!, StringComparer.Ordinal);
        string list = $"[{string.Join(',', numbers.Select(number => ThreeBusinesses.JsonOf(business, number, plan.Dialect!).GetRawText()))}]";
        using HttpClient client = new() { BaseAddress = businesses.App.Host.Address };

        using HttpResponseMessage answer = await client.PostAsync(
            $"api/predict/{schema}?asOf={DateOnly.FromDayNumber(plan.AsOf):O}", new StringContent(list, Encoding.UTF8, "application/json"));
        string body = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        JsonArray predictions = JsonNode.Parse(body)!["customers"]!.AsArray();
        (JsonNode Prediction, TableEntity Row)[] pairs = [.. predictions.Zip(numbers, (prediction, number) => (prediction!, batch[business.Values(number)[id]]))];
        pairs = [.. pairs.Where(pair => pair.Prediction["model"]!.GetValue<string>() == "full")];
        pairs.Length.ShouldBeGreaterThan(ThreeBusinesses.Uploaded / 2);
        foreach ((JsonNode prediction, TableEntity row) in pairs)
        {
            prediction["seenInTraining"]!.GetValue<bool>().ShouldBeFalse();
            prediction["probability"]!.GetValue<double>().ShouldBe(row.GetDouble("Probability")!.Value);
            JsonNode reason = prediction["reasons"]![0]!;
            reason["contribution"]!.GetValue<double>().ShouldBe(row.GetDouble("Contribution1")!.Value);
            row.GetString("Reason1").ShouldBe((reason["contribution"]!.GetValue<double>() > 0 ? ReasonText.For : ReasonText.Against) + reason["en"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Customers_without_ids_are_named_by_their_lines_and_the_run_says_so()
    {
        RunRow run = businesses.Scorings["gym"];
        List<TableEntity> customers = await StorageImage.EntitiesAsync(businesses.App, "customersgym");

        run.Warnings.ShouldContain("The file has no column of customer ids (the schema names none), so each customer is named by the line they stand on, such as line-2");
        customers.ShouldAllBe(row => row.RowKey.StartsWith("line-", StringComparison.Ordinal) && row.GetString("Customer") == row.RowKey);

        // The schema's ids are whole numbers, this file's customers have lines: they meet nobody of the other file.
        string[] lines = businesses.Bank.Csv(1, 4, labelled: false).TrimEnd('\n').Split('\n');
        IEnumerable<string> withoutIds = lines.Select(line => line[(line.IndexOf(';', StringComparison.Ordinal) + 1)..]);
        await businesses.App.UploadAsync("without-ids.csv", Encoding.UTF8.GetBytes(string.Join('\n', withoutIds)));
        RunRow bank = await businesses.App.CompletedAsync("without-ids.csv");
        bank.Warnings.ShouldContain("none is called Núm_Cliente");
        (await StorageImage.EntitiesAsync(businesses.App, "customersbanco")).Where(row => row.GetString("Run") == bank.Id.Value)
            .Select(row => row.RowKey).ShouldBe(["line-2", "line-3", "line-4"], ignoreOrder: true);
    }
}
