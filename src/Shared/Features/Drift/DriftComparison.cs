using System.Globalization;

namespace Clientele.Features.Drift;

/// <summary>Judges one file against one profile.</summary>
internal sealed class DriftComparison
{
    /// <summary>With fewer records, or values of a column, nothing is said.</summary>
    private const int FewestRows = 50;

    private const double MissingRise = 0.10;
    private const double NewShare = 0.05;
    private const int NewPublished = 10;
    private const int NewInSentence = 2;
    private const int ColumnsInSentence = 3;
    private const int Digits = 4;

    private readonly TrainingProfile _profile;
    private readonly ProfileCounter _counter;
    private readonly double _deviations;

    public DriftComparison(TrainingProfile profile, ProfileCounter counter)
    {
        _profile = profile;
        _counter = counter;
        _deviations = PopulationStability.DeviationsFor(profile.Fields.Count + 1);
    }

    public DriftReport Report()
    {
        List<(FeatureDrift Drift, double Weight)> features = [.. Enumerable.Range(0, _profile.Fields.Count).Select(Compare)];
        (double? psi, double? byChance, string verdict) = Judge(_counter.ScoreCounts, _profile.Score.Counts);
        var score = new ScoreDrift(verdict, psi, byChance);
        FeatureDrift? largest = features.Select(each => each.Drift).Where(each => each.Psi > 0).MaxBy(each => each.Psi);
        return new DriftReport
        {
            Rows = _counter.Records,
            TrainingRows = _profile.Rows,
            Sentence = Sentence([.. features.Where(each => each.Drift.Finding is not null).OrderByDescending(each => each.Weight).Select(each => each.Drift)], score),
            Psi = largest?.Psi ?? 0,
            Feature = largest?.Column ?? "",
            Score = score,
            Features = [.. features.Select(each => each.Drift)],
        };
    }

    private bool IsComparable => _counter.Records >= FewestRows && _profile.Rows >= FewestRows;

    /// <returns>Weight: by how much the column passes its bounds, for the order of columns in the sentence.</returns>
    private (FeatureDrift Drift, double Weight) Compare(int at)
    {
        FieldProfile field = _profile.Fields[at];
        (double? psi, double? byChance, string verdict) = Judge(_counter.CountsOf(at), field.Counts);
        NewTexts? texts = _counter.NewTextsOf(at);
        double missing = ShareOf(_counter.MissingOf(at), _counter.Records);
        double missingThen = ShareOf(field.Missing, _profile.Rows);
        double fresh = ShareOf(texts?.Records ?? 0, _counter.Records);
        bool rose = HasRisen(_counter.MissingOf(at), field.Missing, MissingRise);
        bool isNew = HasRisen(texts?.Records ?? 0, 0, NewShare);
        List<NewCategory> categories = [.. (texts?.MostFrequent(NewPublished) ?? []).Select(each => new NewCategory(each.Text, each.Records))];
        var phrases = new List<string>();
        if (rose)
        {
            phrases.Add($"is missing in {Percent(missing)} of the rows ({Percent(missingThen)} in training)");
        }

        if (isNew)
        {
            phrases.Add($"has values that training did not, such as {string.Join(" and ", categories.Take(NewInSentence).Select(each => $"'{Readable(each.Text)}'"))}, in {Percent(fresh)} of the rows");
        }
        else if (verdict is DriftVerdict.Moderate or DriftVerdict.Large)
        {
            phrases.Add(Differs(verdict, psi));
        }

        string overall = rose || isNew ? DriftVerdict.Large : verdict;
        var drift = new FeatureDrift
        {
            Column = field.Name,
            Verdict = overall,
            Psi = psi,
            ByChance = byChance,
            Missing = Math.Round(missing, Digits),
            MissingInTraining = Math.Round(missingThen, Digits),
            New = Math.Round(fresh, Digits),
            NewCategories = categories,
            Finding = phrases.Count == 0 ? null : $"{field.Name} {string.Join(" and ", phrases)}",
        };
        double weight = Math.Max((psi ?? 0) / PopulationStability.Large, Math.Max(rose ? (missing - missingThen) / MissingRise : 0, isNew ? fresh / NewShare : 0));
        return (drift, weight);
    }

    private (double? Psi, double? ByChance, string Verdict) Judge(ReadOnlySpan<long> counts, IReadOnlyList<long> expected)
    {
        long rows = 0;
        foreach (long count in counts)
        {
            rows += count;
        }

        if (rows < FewestRows || expected.Sum() < FewestRows)
        {
            return (null, null, DriftVerdict.NotCompared);
        }

        double psi = PopulationStability.Index(counts, expected);
        double byChance = PopulationStability.ByChance(counts, expected, _deviations);
        string verdict = psi < PopulationStability.Moderate || psi <= byChance ? DriftVerdict.Alike : psi < PopulationStability.Large ? DriftVerdict.Moderate : DriftVerdict.Large;
        return (Math.Round(psi, Digits), Math.Round(byChance, Digits), verdict);
    }

    private bool HasRisen(long count, long before, double bound)
    {
        double rise = ShareOf(count, _counter.Records) - ShareOf(before, _profile.Rows);
        return IsComparable && rise >= bound && rise > PopulationStability.RiseByChance(count, _counter.Records, before, _profile.Rows, _deviations);
    }

    private static string? Sentence(List<FeatureDrift> found, ScoreDrift score)
    {
        List<string> parts = [.. found.Take(ColumnsInSentence).Select(each => each.Finding!)];
        if (found.Count > ColumnsInSentence)
        {
            int more = found.Count - ColumnsInSentence;
            parts.Add(more == 1 ? "one more column differs" : string.Create(CultureInfo.InvariantCulture, $"{more} more columns differ"));
        }

        if (score.Verdict is DriftVerdict.Moderate or DriftVerdict.Large)
        {
            parts.Add($"the predicted probabilities {(score.Verdict == DriftVerdict.Large ? "differ strongly" : "differ")} (PSI {Figure(score.Psi)})");
        }

        if (parts.Count == 0)
        {
            return null;
        }

        bool isLarge = score.Verdict == DriftVerdict.Large || found.Exists(each => each.Verdict == DriftVerdict.Large);
        string look = isLarge ? "does not look like" : "looks somewhat different from";
        return $"This file {look} the one the model learnt from: {string.Join("; ", parts)}.";
    }

    private static string Differs(string verdict, double? psi) => $"{(verdict == DriftVerdict.Large ? "differs strongly" : "differs")} (PSI {Figure(psi)})";

    private static string Figure(double? psi) => (psi ?? 0).ToString("F2", CultureInfo.InvariantCulture);

    private static double ShareOf(long count, long rows) => rows == 0 ? 0 : count / (double)rows;

    private static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.01 ? "0.0" : "0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A text of a file in a sentence of one line.</summary>
    private static string Readable(string text)
    {
        const int Longest = 40;
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= Longest ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest), "…");
    }
}
