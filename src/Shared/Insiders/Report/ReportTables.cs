using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>A table of the report in words; the page and the Markdown file show the same.</summary>
/// <param name="Numbers">Columns of numbers, set to the right.</param>
public sealed record ReportTable(LocalText Title, IReadOnlyList<LocalText> Head, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlySet<int> Numbers);

/// <summary>The tables, each in a language.</summary>
public static class ReportTables
{
    private static readonly LocalText Interval = new("95% interval", "Intervalo del 95%", "Intervalo de 95%");
    private static readonly LocalText RevenueThen = new("Part of all their revenue", "Parte de todos sus ingresos", "Parte de toda a sua receita");

    /// <summary>For the answers whose numbers are alike; null for the others, and where there are none.</summary>
    public static ReportTable? OfAnswer(InsiderReport report, InsiderAnswer answer, Language language)
    {
        if (answer.Key == "q3" && report.Traits.Count > 0)
        {
            return new ReportTable(
                answer.Title,
                [ReportWords.Feature, ReportWords.MembersMedian, ReportWords.OthersMedian],
                [.. report.Traits.Select(trait => new[]
                {
                    PurchaseFeatures.Title(trait.Feature).In(language),
                    ReportNumbers.Of(trait.Feature, trait.MembersMedian, language),
                    ReportNumbers.Of(trait.Feature, trait.OthersMedian, language),
                })],
                Columns(1, 2));
        }

        MonthRevenue[] coming = answer.Key == "q5" ? [.. ValueAnswers.Coming(report.MemberMonths, report.LastDay)] : [];
        return coming.Length == 0 ? null : new ReportTable(
            answer.Title,
            [ReportWords.Month, ReportWords.RevenueToCome, ReportWords.EightyPercent],
            [.. coming.Select(month => new[]
            {
                ReportNumbers.Month(month.Month, language),
                ReportNumbers.Money(month.Seen + month.Expected, language),
                ReportNumbers.Interval(new Estimate(month.Seen + month.Expected, month.Low, month.High), ReportNumbers.Money, language),
            })],
            Columns(1, 2));
    }

    public static ReportTable Later(LaterPurchases later, Language language)
    {
        string days = ReportNumbers.Count(later.Days, language);
        string revenue = language.Said($"Mean revenue in {days} days", $"Ingresos medios en {days} días", $"Receita média em {days} dias");
        string again = language.Said($"Bought again within {days} days", $"Volvió a comprar en {days} días", $"Voltou a comprar em {days} dias");
        string difference = language.Said("difference", "diferencia", "diferença");
        string p = ReportNumbers.Probability(later.PValue, language);
        return new ReportTable(
            ReportWords.Later,
            [ReportWords.Measure, ReportWords.Members, ReportWords.Others, Interval],
            [
                [ReportWords.Customers.In(language), ReportNumbers.Count(later.Members, language), ReportNumbers.Count(later.Others, language), "–"],
                [
                    revenue,
                    ReportNumbers.Money(later.MembersRevenue, language),
                    ReportNumbers.Money(later.OthersRevenue, language),
                    $"{difference} {ReportNumbers.Money(later.Difference.Value, language)}: {ReportNumbers.Interval(later.Difference, ReportNumbers.Money, language)} (p {p})",
                ],
                [
                    again,
                    ReportNumbers.Percent(later.MembersRate.Value, language),
                    ReportNumbers.Percent(later.OthersRate.Value, language),
                    $"{Percents(later.MembersRate, language)}; {Percents(later.OthersRate, language)}",
                ],
                [
                    RevenueThen.In(language),
                    ReportNumbers.Percent(later.RevenueShare.Value, language),
                    ReportNumbers.Percent(1 - later.RevenueShare.Value, language),
                    Percents(later.RevenueShare, language),
                ],
            ],
            Columns(1, 3));
    }

    public static ReportTable Comparisons(InsiderReport report, Language language) => new(
        ReportWords.Today,
        [
            ReportWords.Feature, ReportWords.MembersMean, ReportWords.OthersMean, ReportWords.MembersMedian, ReportWords.OthersMedian, ReportWords.Difference,
            ReportWords.Effect, ReportWords.Probability,
        ],
        [.. report.Evidence.Comparisons.Select(comparison =>
        {
            PurchaseFeature feature = comparison.Feature;
            string between = ReportNumbers.Interval(comparison.Difference, (value, l) => ReportNumbers.Of(feature, value, l), language);
            return new[]
            {
                PurchaseFeatures.Title(feature).In(language),
                ReportNumbers.Of(feature, comparison.MembersMean, language),
                ReportNumbers.Of(feature, comparison.OthersMean, language),
                ReportNumbers.Of(feature, comparison.MembersMedian, language),
                ReportNumbers.Of(feature, comparison.OthersMedian, language),
                $"{ReportNumbers.Of(feature, comparison.Difference.Value, language)} ({between})",
                ReportNumbers.Decimals(comparison.EffectSize, 2, language),
                ReportNumbers.Probability(comparison.AdjustedPValue, language),
            };
        })],
        Columns(1, 7));

    public static ReportTable Hypotheses(InsiderHypotheses hypotheses, Language language) => new(
        ReportWords.Hypotheses,
        [ReportWords.Claim, ReportWords.Verdict, ReportWords.Found],
        [.. hypotheses.Claims.Select(claim => new[] { claim.Claim.In(language), HypothesisTexts.Verdict(claim).In(language), claim.Sentence.In(language) })],
        Columns(1, 0));

    public static ReportTable Experiment(ExperimentPlan plan, Language language) => new(
        ReportWords.Experiment, [ReportWords.Measure, ReportWords.Value], ExperimentTexts.Rows(plan, language), Columns(1, 1));

    public static ReportTable Groups(InsiderReport report, Language language) => new(
        ReportWords.Groups,
        [
            ReportWords.Group, ReportWords.Customers, ReportWords.Members, ReportWords.CustomerShare, ReportWords.RevenueShare, ReportWords.MeanRevenue,
            Median(PurchaseFeature.Revenue), Median(PurchaseFeature.Recency), Median(PurchaseFeature.Invoices), Median(PurchaseFeature.Ticket),
        ],
        [.. report.Clusters.Select(cluster => new[]
        {
            $"{ReportNumbers.Count(cluster.Id, language)} {cluster.Name.In(language)}{(cluster.Insider ? $" ({ReportWords.Insider.In(language)})" : "")}",
            ReportNumbers.Count(cluster.Customers, language),
            ReportNumbers.Count(cluster.Members, language),
            ReportNumbers.Percent(cluster.CustomerShare, language),
            ReportNumbers.Percent(cluster.RevenueShare, language),
            ReportNumbers.Money(cluster.MeanRevenue, language),
            ReportNumbers.Money(cluster.MedianRevenue, language),
            ReportNumbers.Number(cluster.Recency, language),
            ReportNumbers.Number(cluster.Invoices, language),
            ReportNumbers.Money(cluster.Ticket, language),
        })],
        Columns(1, 9));

    public static ReportTable Compared(InsiderReport report, Language language) => new(
        ReportWords.Compared,
        [
            ReportWords.Space, ReportWords.Algorithm, ReportWords.GroupCount, ReportWords.Silhouette, ReportWords.Stability, ReportWords.Smallest, ReportWords.TopRevenue,
            ReportWords.Used,
        ],
        [.. report.Compared.Select(row => new[]
        {
            row.Space.In(language),
            row.Algorithm.In(language),
            ReportNumbers.Count(row.K, language),
            ReportNumbers.Decimals(row.Silhouette, 3, language),
            row.Stability is double stability ? ReportNumbers.Decimals(stability, 2, language) : "–",
            ReportNumbers.Percent(row.SmallestShare, language),
            ReportNumbers.Percent(row.RevenueShare, language),
            row.Used ? ReportWords.Yes.In(language) : "",
        })],
        Columns(2, 6));

    public static ReportTable Holdouts(InsiderReport report, Language language) => new(
        ReportWords.Holdouts,
        [ReportWords.Day, ReportWords.DaysAfter, ReportWords.Actual, ReportWords.Model, ReportWords.Naive, ReportWords.Seasonal],
        [.. report.Holdouts.Select(holdout => new[]
        {
            ReportNumbers.Day(holdout.Cut, language),
            ReportNumbers.Count(holdout.Days, language),
            ReportNumbers.Money(holdout.Actual, language),
            WithError(holdout.Model, holdout.Actual, language),
            WithError(holdout.Naive, holdout.Actual, language),
            holdout.Seasonal is double seasonal ? WithError(seasonal, holdout.Actual, language) : "–",
        })],
        Columns(1, 5));

    public static ReportTable Cleaning(InsiderReport report, Language language) => new(
        ReportWords.Cleaning,
        [ReportWords.Rule, ReportWords.LinesMet],
        [.. report.Cleaning.Select(rule => new[] { rule.Rule.In(language), ReportNumbers.Count(rule.Lines, language) })],
        Columns(1, 1));

    private static LocalText Median(PurchaseFeature feature)
    {
        LocalText title = PurchaseFeatures.Title(feature);
        return new LocalText($"{title.En}, median", $"{title.Es}, mediana", $"{title.Pt}, mediana");
    }

    /// <summary>"1,200 (+4%)".</summary>
    private static string WithError(double forecast, double actual, Language language)
    {
        string money = ReportNumbers.Money(forecast, language);
        double error = actual > 0 ? (forecast / actual) - 1 : 0;
        return actual > 0 ? $"{money} ({(error > 0 ? "+" : "")}{ReportNumbers.Percent(error, language, 0)})" : money;
    }

    private static string Percents(Estimate estimate, Language language) => ReportNumbers.Interval(estimate, (value, l) => ReportNumbers.Percent(value, l), language);

    private static HashSet<int> Columns(int first, int last) => [.. Enumerable.Range(first, Math.Max(0, last - first + 1))];
}
