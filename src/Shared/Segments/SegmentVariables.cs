using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>The variables that segments are made by, those left out, and all customers in them.</summary>
internal sealed record ChosenVariables(SegmentSpace Space, IReadOnlyList<DroppedVariable> Dropped, Matrix Rows);

/// <summary>
/// Chooses and scales variables: amounts, ages and tenures, and how many of a group's yes/no fields are yes. Totals would count their parts twice; the
/// target is never asked. A variable that hardly differs between groups only blurs the others, so it is dropped.
/// </summary>
internal static class SegmentVariables
{
    /// <summary>Share of a variable's variance that has to lie between groups.</summary>
    public const double LeastSeparation = 0.10;

    private const double CappedShare = 0.01;
    private const int FewestVariables = 2;
    private const int FewestDistinct = 3;

    /// <summary>No customer is further from the centre, in scales: a scale would explode where nearly everybody has the same value.</summary>
    private const double FarthestScaled = 5;

    private const int Starts = 5;
    private const int ReferenceDraws = 3;
    private static readonly int[] Groups = [2, 3, 4];

    /// <param name="sample">Rows by which variables are judged.</param>
    /// <exception cref="SegmentDataException">The schema has no such variable, or none that differs between customers.</exception>
    public static ChosenVariables Choose(TrainingRows rows, int[] sample, SegmentTrainingOptions options, CancellationToken cancellation)
    {
        FeatureSpace asked = FeatureSpace.Fit(rows, new FeatureSpaceOptions { CappedShare = CappedShare, WithoutSensitive = options.WithoutSensitive });
        int[] candidates = [.. Enumerable.Range(0, asked.Questions.Count).Where(at => IsVariable(asked.Questions[at].Kind))];
        Matrix answers = Read(rows, asked, cancellation).TakeColumns(candidates);
        var dropped = new List<DroppedVariable>();
        var variables = new List<SegmentVariable>();
        var columns = new List<int>();
        for (int i = 0; i < candidates.Length; i++)
        {
            Question question = asked.Questions[candidates[i]];
            if (Measured(question, Known(answers, i)) is { } variable)
            {
                variables.Add(variable);
                columns.Add(i);
            }
            else
            {
                dropped.Add(new DroppedVariable(question.Name, 0, LocalText.Of(language => TrainingSentences.Constant(Title(rows.Schema, question, language), language))));
            }
        }

        if (variables.Count == 0)
        {
            throw new SegmentDataException(
                $"The schema '{rows.Schema.Id}' has {candidates.Length} numbers, dates or groups of yes/no fields to make segments by, and none of them differs between the {rows.Count} customers.");
        }

        var space = new SegmentSpace(rows.Schema.Fields.Count, variables);
        Matrix scaled = answers.TakeColumns(columns);
        for (int row = 0; row < scaled.Rows; row++)
        {
            space.Scale(scaled.RowToWrite(row));
        }

        return Reduce(rows.Schema, space, scaled, sample, dropped, options.Seed, cancellation);
    }

    private static bool IsVariable(QuestionKind kind) => kind is QuestionKind.Number or QuestionKind.Years or QuestionKind.Days or QuestionKind.Count;

    private static Matrix Read(TrainingRows rows, FeatureSpace asked, CancellationToken cancellation)
    {
        var answers = new Matrix(rows.Count, asked.Questions.Count);
        var record = new TypedRecord(rows.Schema);
        for (int row = 0; row < rows.Count; row++)
        {
            if (row % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            rows.CopyTo(row, record);
            asked.Read(record, answers.RowToWrite(row));
        }

        return answers;
    }

    private static double[] Known(Matrix answers, int column)
    {
        double[] known = [.. Enumerable.Range(0, answers.Rows).Select(row => answers[row, column]).Where(answer => !double.IsNaN(answer))];
        Array.Sort(known);
        return known;
    }

    /// <summary>Null where there is nothing to tell customers apart by.</summary>
    private static SegmentVariable? Measured(Question question, double[] known)
    {
        if (known.Length == 0 || known[0] == known[^1])
        {
            return null;
        }

        double low = FeatureSpaceFit.Percentile(known, CappedShare);
        double high = FeatureSpaceFit.Percentile(known, 1 - CappedShare);
        if (low == high)
        {
            (low, high) = (known[0], known[^1]);
        }

        double centre = Math.Clamp(question.Typical, low, high);

        // Of known values only: where most are missing, the typical value that stands for them brings customers together.
        (_, double deviation) = Standardizer.MeanAndDeviation([.. known.Select(value => Math.Clamp(value, low, high))]);
        double scale = Math.Max(deviation, Math.Max(high - centre, centre - low) / FarthestScaled);
        return double.IsFinite(scale) && scale > 0 ? new SegmentVariable(question, low, high, centre, scale) : null;
    }

    private static ChosenVariables Reduce(
        Schema schema, SegmentSpace space, Matrix all, int[] sample, List<DroppedVariable> dropped, int seed, CancellationToken cancellation)
    {
        int[] kept = [.. Enumerable.Range(0, all.Columns)];
        Matrix sampled = all.Take(sample);
        CheckDistinct(sampled);
        while (kept.Length > FewestVariables)
        {
            double[] separation = Separation(sampled.TakeColumns(kept), seed, cancellation);
            int[] byStrength = [.. Enumerable.Range(0, kept.Length).OrderByDescending(at => separation[at])];
            int[] leave = [.. byStrength.Skip(FewestVariables).Where(at => separation[at] < LeastSeparation).Order()];
            if (leave.Length == 0)
            {
                break;
            }

            foreach (int at in leave)
            {
                Question question = space.Variables[kept[at]].Question;
                dropped.Add(new DroppedVariable(
                    question.Name,
                    separation[at],
                    LocalText.Of(language => TrainingSentences.Dropped(Title(schema, question, language), separation[at], LeastSeparation, language))));
            }

            kept = [.. kept.Where((_, at) => !leave.Contains(at))];
        }

        var reduced = new SegmentSpace(space.Fields, [.. kept.Select(column => space.Variables[column])]);
        return new ChosenVariables(reduced, dropped, all.TakeColumns(kept));
    }

    /// <summary>
    /// Of each variable the largest share of its variance between the clusters of k-means, with 2 of them up to the number that stands out most: more
    /// clusters than there are groups would be cut along any variable.
    /// </summary>
    private static double[] Separation(Matrix rows, int seed, CancellationToken cancellation)
    {
        int[][] labels = [.. Groups.Select(groups => ClusterAlgorithms.KMeans(rows, groups, seed, Starts, cancellation).Place(rows))];
        double[] references = GaussianReference.Silhouettes(
            rows, Groups, ReferenceDraws, seed, new KMeansOptions { Starts = Starts }, cancellation);
        double[] excess = [.. labels.Select((each, at) => Silhouette.Mean(rows, each, 0, cancellation) - references[at])];
        int most = Array.IndexOf(excess, excess.Max());
        double[][] shares = [.. labels.Take(most + 1).Select(each => ClusterMetrics.VarianceBetween(rows, each))];
        return [.. Enumerable.Range(0, rows.Columns).Select(column => shares.Max(each => each[column]))];
    }

    private static void CheckDistinct(Matrix rows)
    {
        var distinct = new List<int>();
        for (int row = 0; row < rows.Rows && distinct.Count < FewestDistinct; row++)
        {
            if (!distinct.Exists(other => rows.Row(other).SequenceEqual(rows.Row(row))))
            {
                distinct.Add(row);
            }
        }

        if (distinct.Count < FewestDistinct)
        {
            throw new SegmentDataException(
                $"The {rows.Rows} customers hold only {distinct.Count} different sets of what segments are made by; at least {FewestDistinct} are needed.");
        }
    }

    private static string Title(Schema schema, Question question, Language language) =>
        question.Topic < schema.Fields.Count ? schema.Fields[question.Topic].TitleIn(language) : schema.Groups[question.Topic - schema.Fields.Count].TitleIn(language);
}
