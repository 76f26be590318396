using Clientele.Features.Drift;
using Clientele.Tests.Campaign;

namespace Clientele.Tests.Features.Drift;

public class DriftReportTests
{
    [Fact]
    public void The_training_file_itself_does_not_differ_at_all()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(0, DriftFiles.TrainingRows));

        report.Sentence.ShouldBeNull();
        report.Psi.ShouldBe(0);
        report.Feature.ShouldBeEmpty();
        report.Score.ShouldBe(new ScoreDrift(DriftVerdict.Alike, 0, report.Score.ByChance));
        report.Features.Select(each => each.Column).ShouldBe(["Einkommen", "Visits", "Since", "Member", "Plan", "Town"]);
        report.Features.ShouldAllBe(each => each.Psi == 0 && each.Verdict == DriftVerdict.Alike && each.Finding == null && each.Missing == each.MissingInTraining);
        report.Rows.ShouldBe(DriftFiles.TrainingRows);
        report.TrainingRows.ShouldBe(DriftFiles.TrainingRows);
    }

    [Fact]
    public void Other_customers_of_the_same_kind_do_not_differ()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 3000));

        report.Sentence.ShouldBeNull();
        report.Psi.ShouldBeInRange(0, 0.02);
    }

    [Fact]
    public void A_shifted_income_is_named_with_its_index()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 1000, (record, _) => record.Numbers[SampleCustomers.Income] *= 1.6));

        DriftFiles.Of(report, "Einkommen").Verdict.ShouldBe(DriftVerdict.Large);
        report.Feature.ShouldBe("Einkommen");
        report.Psi.ShouldBeGreaterThan(0.25);
        report.Sentence.ShouldNotBeNull().ShouldMatch(@"^This file does not look like the one the model learnt from: Einkommen differs strongly \(PSI \d\.\d\d\)\.$");
        report.Features.Where(each => each.Column != "Einkommen").ShouldAllBe(each => each.Finding == null);
    }

    [Fact]
    public void A_smaller_shift_is_said_in_smaller_words()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 3000, (record, _) => record.Numbers[SampleCustomers.Income] += 300));

        DriftFiles.Of(report, "Einkommen").Verdict.ShouldBe(DriftVerdict.Moderate);
        report.Sentence.ShouldNotBeNull().ShouldMatch(@"^This file looks somewhat different from the one the model learnt from: Einkommen differs \(PSI 0\.1\d\)\.$");
    }

    [Fact]
    public void Missing_values_are_named_with_their_share_here_and_in_training()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 1000, (record, i) =>
        {
            if (i % 5 < 2)
            {
                record.Numbers[SampleCustomers.Income] = double.NaN;
            }
        }));

        FeatureDrift income = DriftFiles.Of(report, "Einkommen");
        income.Missing.ShouldBeInRange(0.4, 0.46);
        income.MissingInTraining.ShouldBeInRange(0.03, 0.07);
        income.Psi.ShouldNotBeNull().ShouldBeLessThan(0.1, "the values that are there have not changed");
        income.Verdict.ShouldBe(DriftVerdict.Large);
        report.Sentence.ShouldNotBeNull().ShouldMatch(@"Einkommen is missing in 4\d% of the rows \(\d% in training\)\.$");
    }

    [Fact]
    public void A_column_without_any_value_is_missing_and_has_no_index()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 200, (record, _) => record.Numbers[SampleCustomers.Since] = double.NaN));

        FeatureDrift since = DriftFiles.Of(report, "Since");
        since.Psi.ShouldBeNull();
        since.Missing.ShouldBe(1);
        report.Sentence.ShouldNotBeNull().ShouldContain("Since is missing in 100% of the rows (0% in training)");
    }

    [Fact]
    public void Categories_in_another_language_are_named_with_examples()
    {
        string[] plans = ["Básico", "Oro", "Más"];
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 900, (record, i) => DriftFiles.SetText(record, SampleCustomers.Plan, plans[i % 9 < 5 ? 1 : i % 3])));

        FeatureDrift plan = DriftFiles.Of(report, "Plan");
        plan.New.ShouldBe(1);
        plan.NewCategories.Select(each => each.Text).ShouldBe(["Oro", "Más", "Básico"], ignoreOrder: false);
        plan.NewCategories.Sum(each => each.Rows).ShouldBe(900);
        plan.Psi.ShouldNotBeNull().ShouldBeGreaterThan(1);
        report.Sentence.ShouldNotBeNull().ShouldContain("Plan has values that training did not, such as 'Oro' and 'Más', in 100% of the rows");
    }

    [Fact]
    public void A_few_new_categories_are_listed_and_not_worth_a_sentence()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 1000, (record, i) =>
        {
            if (i % 50 == 0)
            {
                DriftFiles.SetText(record, SampleCustomers.Town, "Aachen\n");
            }
        }));

        FeatureDrift town = DriftFiles.Of(report, "Town");
        town.New.ShouldBe(0.02);
        town.NewCategories.ShouldBe([new NewCategory("Aachen\n", 20)]);
        report.Sentence.ShouldBeNull();
    }

    [Fact]
    public void The_sentence_is_one_line_whatever_the_file_holds()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 100, (record, _) => DriftFiles.SetText(record, SampleCustomers.Town, "Aa\nchen " + new string('x', 60))));

        report.Sentence.ShouldNotBeNull().ShouldContain("'Aa chen xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'");
    }

    [Fact]
    public void At_most_three_columns_are_named_the_furthest_first_and_the_scores_last()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 500, (record, _) =>
        {
            record.Numbers[SampleCustomers.Income] += 1000;
            record.Numbers[SampleCustomers.Visits] = 29;
            record.Numbers[SampleCustomers.Since] = double.NaN;
            DriftFiles.SetText(record, SampleCustomers.Plan, "Oro");
            DriftFiles.SetText(record, SampleCustomers.Town, "Vigo");
        }));

        string sentence = report.Sentence.ShouldNotBeNull();
        sentence.ShouldContain("2 more columns differ; the predicted probabilities differ strongly (PSI ");
        sentence.ShouldContain("Plan has values that training did not, such as 'Oro', in 100% of the rows");
        sentence.ShouldNotContain("Einkommen");
        sentence.Split(';').Length.ShouldBe(5);
        report.Score.Verdict.ShouldBe(DriftVerdict.Large);
    }

    [Fact]
    public void Of_fewer_than_fifty_rows_nothing_is_said()
    {
        DriftReport report = DriftFiles.Report(DriftFiles.Customers(10_000, 49, (record, _) =>
        {
            record.Numbers[SampleCustomers.Visits] = 29;
            record.Numbers[SampleCustomers.Income] = double.NaN;
            DriftFiles.SetText(record, SampleCustomers.Plan, "Oro");
        }));

        report.Sentence.ShouldBeNull();
        report.Psi.ShouldBe(0);
        report.Score.ShouldBe(new ScoreDrift(DriftVerdict.NotCompared, null, null));
        report.Features.ShouldAllBe(each => each.Psi == null && each.Verdict == DriftVerdict.NotCompared);
        DriftFiles.Of(report, "Einkommen").Missing.ShouldBe(1);
        DriftReport.Of(DriftFiles.Profile, new ProfileCounter(DriftFiles.Profile)).Sentence.ShouldBeNull("a file whose records were all rejected");
    }

    [Fact]
    public void Small_files_of_the_same_kind_differ_by_chance_and_nothing_is_said()
    {
        int said = 0;
        int beyondConvention = 0;
        for (int file = 0; file < 400; file++)
        {
            // Customers of numbers that follow each other are more even than chance.
            var random = new Random(file);
            DriftReport report = DriftFiles.Report(Enumerable.Range(0, 50 + (file % 100)).Select(_ => SampleCustomers.Customer(random.Next(10_000, int.MaxValue))));
            said += report.Sentence is null ? 0 : 1;
            beyondConvention += report.Psi >= PopulationStability.Moderate ? 1 : 0;
        }

        beyondConvention.ShouldBeGreaterThan(100);
        said.ShouldBeLessThanOrEqualTo(4);
    }
}
