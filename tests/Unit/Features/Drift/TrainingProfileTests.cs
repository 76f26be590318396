using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Features.Drift;
using Clientele.Schemas;
using Clientele.Tests.Campaign;

namespace Clientele.Tests.Features.Drift;

public class TrainingProfileTests
{
    private static readonly TrainingProfile Profile = DriftFiles.Profile;

    [Fact]
    public void A_measurement_has_ten_bins_of_as_many_rows_and_a_few_values_a_bin_each()
    {
        FieldProfile income = Of(Profile, "Einkommen");
        FieldProfile member = Of(Profile, "Member");

        income.Edges.Count.ShouldBe(9);
        income.IsExact.ShouldBeFalse();
        income.Counts.ShouldAllBe(count => Math.Abs(count - (income.Known / 10.0)) <= 1);
        income.Missing.ShouldBeInRange(60, 140);
        (income.Known + income.Missing).ShouldBe(DriftFiles.TrainingRows);
        member.Edges.ShouldBe([0, 1]);
        member.IsExact.ShouldBeTrue();
        member.Counts[2].ShouldBe(0, "there is no third value");
        Of(Profile, "Plan").Levels.ShouldBe(["Basic", "Plus", "Gold"], ignoreOrder: true);
        Of(Profile, "Town").Levels.ShouldBe(["Köln", "Bonn"]);
        Of(Profile, "Town").HasAllLevels.ShouldBeTrue();
        Profile.Score.Counts.Sum().ShouldBe(DriftFiles.TrainingRows);
        Profile.Score.Counts.Max().ShouldBeLessThan(2 * Profile.Score.Counts.Min());
    }

    [Fact]
    public void A_value_that_most_rows_have_takes_the_bins_it_fills()
    {
        FieldProfile visits = Of(Fit((record, i) => record.Numbers[SampleCustomers.Visits] = i % 10 < 6 ? 0 : i), "Visits");

        visits.Edges.Count.ShouldBe(4);
        visits.Counts[0].ShouldBe(120);
    }

    [Fact]
    public void Dates_and_years_count_back_from_the_day_on_which_each_row_was_true()
    {
        Schema schema = SampleCustomers.Schema with
        {
            Fields = [.. SampleCustomers.Schema.Fields.Select((field, i) => i == SampleCustomers.Visits ? field with { IsYear = true } : field)],
        };
        var rows = new TrainingRows(schema);
        var record = new TypedRecord(schema);
        for (int i = 0; i < 200; i++)
        {
            // The same customers seen in two years: as old, and as long with us, each time.
            record.Clear();
            int year = i % 2 == 0 ? 2015 : 2025;
            record.AsOf = new DateOnly(year, 6, 1).DayNumber;
            record.SetText(SampleCustomers.Id, System.Text.Encoding.UTF8.GetBytes($"{i}"));
            record.Numbers[SampleCustomers.Visits] = year - (20 + (i / 2));
            record.Numbers[SampleCustomers.Since] = record.AsOf - (10 * (i / 2));
            record.Numbers[SampleCustomers.Accepted] = i % 3 == 0 ? 1 : 0;
            rows.Add(record);
        }

        TrainingProfile profile = TrainingProfile.Fit(rows, new double[200]);

        Of(profile, "Visits").Measure.ShouldBe(ProfileMeasure.Years);
        Of(profile, "Visits").Edges.ShouldBe([29.5, 39.5, 49.5, 59.5, 69.5, 79.5, 89.5, 99.5, 109.5]);
        Of(profile, "Since").Measure.ShouldBe(ProfileMeasure.Days);
        Of(profile, "Since").Edges[0].ShouldBe(95);
        Of(profile, "Since").Counts.ShouldAllBe(count => count == 20);
        profile.Score.Edges.ShouldBeEmpty();
        profile.Score.Counts.ShouldBe([200]);
    }

    [Fact]
    public void Of_many_texts_the_frequent_ones_are_remembered_and_none_can_be_told_to_be_new()
    {
        TrainingProfile profile = Fit((record, i) => DriftFiles.SetText(record, SampleCustomers.Town, i < 40 ? "Bonn" : $"T{i:D3}"));
        FieldProfile town = Of(profile, "Town");
        ProfileCounter counter = DriftFiles.Count(profile, DriftFiles.Customers(10_000, 100, (record, _) => DriftFiles.SetText(record, SampleCustomers.Town, "Vigo")));

        town.HasAllLevels.ShouldBeFalse();
        town.Levels.Count.ShouldBe(100);
        town.Levels.Take(3).ShouldBe(["Bonn", "T040", "T041"]);
        town.Counts.ShouldBe([40, 1, 1, 1, 1, 1, 1, 1, 1, 152]);
        DriftFiles.Of(DriftReport.Of(profile, counter), "Town").New.ShouldBe(0);
    }

    [Fact]
    public void A_column_without_a_value_in_training_has_one_bin()
    {
        FieldProfile income = Of(Fit((record, _) => record.Numbers[SampleCustomers.Income] = double.NaN), "Einkommen");

        income.Counts.ShouldBe([0]);
        income.Missing.ShouldBe(200);
    }

    [Fact]
    public void Saved_and_loaded_it_is_the_same_and_small()
    {
        string json = ToJson(Profile);
        TrainingProfile loaded = Load(json);

        ToJson(loaded).ShouldBe(json);
        json.Length.ShouldBeLessThan(6_000);
        ProfileCounter counter = DriftFiles.Count(loaded, DriftFiles.Customers(10_000, 500));
        DriftReport.Of(loaded, counter).Psi.ShouldBe(DriftFiles.Report(DriftFiles.Customers(10_000, 500)).Psi);
    }

    [Theory]
    [InlineData("rows", "-1")]
    [InlineData("rows", "1999")]
    [InlineData("fields/0/field", "-1")]
    [InlineData("fields/0/field", "2")]
    [InlineData("fields/0/missing", "-5")]
    [InlineData("fields/0/missing", "9223372036854775807")]
    [InlineData("fields/0/edges/3", "0")]
    [InlineData("fields/0/edges", "[1]")]
    [InlineData("fields/0/levels", "[\"a\"]")]
    [InlineData("fields/0/measure", "\"Miles\"")]
    [InlineData("fields/0/name", "null")]
    [InlineData("fields/0", "null")]
    [InlineData("fields/4/counts", "[2000]")]
    [InlineData("fields/4/edges", "[1]")]
    [InlineData("fields/4/levels/0", "null")]
    [InlineData("score/edges", "[]")]
    [InlineData("score/counts/0", "-1")]
    [InlineData("score", "null")]
    public void A_profile_that_no_training_gives_is_refused(string path, string value)
    {
        JsonNode json = JsonNode.Parse(ToJson(Profile))!;
        string[] steps = path.Split('/');
        JsonNode at = json;
        foreach (string step in steps[..^1])
        {
            at = at is JsonArray array ? array[int.Parse(step, CultureInfo.InvariantCulture)]! : at[step]!;
        }

        if (at is JsonArray holder)
        {
            holder[int.Parse(steps[^1], CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(value);
        }

        Exception refusal = Should.Throw<Exception>(() => Load(json.ToJsonString()));

        refusal.ShouldSatisfyAllConditions(e => (e is InvalidDataException or JsonException or ArgumentException).ShouldBeTrue(e.ToString()));
    }

    [Fact]
    public void A_profile_of_fields_that_the_schema_does_not_have_is_refused()
        => Should.Throw<InvalidDataException>(() => Profile.Check(3)).Message.ShouldContain("'Since' is of field 3");

    [Fact]
    public void Probabilities_must_be_of_the_rows()
        => Should.Throw<ArgumentException>(() => TrainingProfile.Fit(SampleCustomers.Rows(60), new double[59])).Message.ShouldContain("60 rows and 59");

    private static TrainingProfile Fit(Action<TypedRecord, int> change)
    {
        var rows = new TrainingRows(SampleCustomers.Schema);
        foreach (TypedRecord record in DriftFiles.Customers(0, 200, change))
        {
            rows.Add(record);
        }

        return DriftFiles.Fit(rows);
    }

    private static FieldProfile Of(TrainingProfile profile, string name) => profile.Fields.Single(field => field.Name == name);

    private static string ToJson(TrainingProfile profile) => JsonSerializer.Serialize(profile, CampaignJson.Default.TrainingProfile);

    private static TrainingProfile Load(string json) => JsonSerializer.Deserialize(json, CampaignJson.Default.TrainingProfile)!;
}
