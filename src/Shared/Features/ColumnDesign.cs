using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>
/// Which columns a model gets from the answers, by kinds and groups alone: amounts as logarithms, members of a group as shares of its total, totals per
/// other total, per amount and per month, levels of categories, flags of missing answers.
/// </summary>
internal sealed class ColumnDesign(Schema schema, IReadOnlyList<Question> questions, double[][] answers, FeatureSpaceOptions options)
{
    /// <summary>An answer with fewer values is a flag or a small count.</summary>
    private const int FewestValuesOfACurve = 10;

    /// <summary>A whole number that grows beyond this spans orders of magnitude, like an amount.</summary>
    private const double LargestCount = 200;

    /// <summary>Totals that stay below this have shares that say no more than their members do.</summary>
    private const double SmallestTotalOfShares = 10;

    private const double DaysOfAMonth = 30;
    private const double PerThousand = 1_000;

    private readonly List<FeatureColumn> _columns = [];

    public IReadOnlyList<FeatureColumn> Columns()
    {
        for (int q = 0; q < questions.Count; q++)
        {
            if (questions[q].Kind == QuestionKind.Category)
            {
                AddLevels(q);
            }
            else if (Varies(q))
            {
                AddValue(q);
                AddShare(q);
            }

            AddMissing(q);
        }

        AddRates();
        return _columns;
    }

    private bool Varies(int q) => questions[q].Low < questions[q].High;

    private bool IsTotal(int q) => questions[q].Kind == QuestionKind.Total;

    private bool IsAmount(int q) =>
        questions[q].Kind is QuestionKind.Number or QuestionKind.Total
        && (questions[q].Fields.Any(field => schema.Fields[field].Type == FieldType.Number) || questions[q].High > LargestCount)
        && questions[q].Low >= 0;

    /// <summary>The total that a field is a member of, where it is asked, too; −1 otherwise.</summary>
    private int TotalOf(int q)
    {
        for (int total = 0; total < questions.Count; total++)
        {
            if (questions[q].Kind == QuestionKind.Number && IsTotal(total) && questions[total].Fields.Contains(questions[q].Fields[0]))
            {
                return total;
            }
        }

        return -1;
    }

    private void AddValue(int q)
    {
        Question question = questions[q];
        bool isCurve = IsCurve(q);
        bool isLogged = question.Kind is QuestionKind.Number or QuestionKind.Total && (IsAmount(q) || question.Low < 0);

        // Within a group of amounts the logarithm says it; alone, like an income, an amount may matter as it is, too.
        if (!isLogged || (!IsTotal(q) && TotalOf(q) < 0))
        {
            _columns.Add(new FeatureColumn(question.Name, ColumnKind.Value, q, IsCurve: isCurve));
        }

        if (isLogged)
        {
            _columns.Add(new FeatureColumn($"log {question.Name}", ColumnKind.Log, q, IsCurve: isCurve));
        }
    }

    private void AddShare(int q)
    {
        int total = TotalOf(q);
        if (total >= 0 && questions[total].Low >= 0 && questions[q].Low >= 0 && questions[total].High >= SmallestTotalOfShares)
        {
            _columns.Add(new FeatureColumn(
                $"{questions[q].Name} / {questions[total].Name}", ColumnKind.Ratio, q, total, Floor: 1, IsCurve: IsCurve(q)));
        }
    }

    private void AddLevels(int q)
    {
        Question question = questions[q];
        int[] rows = new int[question.Levels.Count + 1];
        foreach (double answer in answers[q])
        {
            rows[double.IsNaN(answer) ? (int)question.Typical : (int)answer]++;
        }

        // A text that all have, or nearly none, tells nothing.
        int[] telling = [.. Enumerable.Range(0, rows.Length).Where(level => rows[level] >= (level < question.Levels.Count ? options.MinimumLevelRows : 1) && rows[level] < answers[q].Length)];
        bool isOrdered = schema.Fields[question.Fields[0]].IsOrdered;
        if (isOrdered && telling.Length > 1)
        {
            _columns.Add(new FeatureColumn($"rank of {question.Name}", ColumnKind.Value, q));
        }

        foreach (int level in telling)
        {
            string text = level < question.Levels.Count ? question.Levels[level] : "other";
            _columns.Add(new FeatureColumn($"{question.Name} = {text}", ColumnKind.Level, q, Level: level));
        }
    }

    private void AddMissing(int q)
    {
        int missing = answers[q].Count(double.IsNaN);
        if (missing > 0 && missing < answers[q].Length && questions[q].Kind is not (QuestionKind.Total or QuestionKind.Count))
        {
            _columns.Add(new FeatureColumn($"{questions[q].Name} missing", ColumnKind.Missing, q));
        }
    }

    private void AddRates()
    {
        int[] totals = [.. Enumerable.Range(0, questions.Count).Where(q => IsTotal(q) && Varies(q) && questions[q].Low >= 0 && questions[q].High >= SmallestTotalOfShares)];
        int[] amounts = [.. totals.Where(IsAmount)];
        int[] counts = [.. totals.Except(amounts)];
        int[] loneAmounts = [.. Enumerable.Range(0, questions.Count).Where(q => questions[q].Kind == QuestionKind.Number && IsAmount(q) && Varies(q) && TotalOf(q) < 0)];
        int days = Enumerable.Range(0, questions.Count).FirstOrDefault(q => questions[q].Kind == QuestionKind.Days && Varies(q), -1);
        foreach (int amount in amounts)
        {
            foreach (int count in counts)
            {
                Rate(ColumnKind.LogRatio, amount, count, scale: 1, offset: 0);
            }

            foreach (int lone in loneAmounts)
            {
                Rate(ColumnKind.LogRatio, amount, lone, PerThousand, offset: 0);
            }
        }

        foreach (int total in days >= 0 ? totals : [])
        {
            Rate(IsAmount(total) ? ColumnKind.LogRatio : ColumnKind.Ratio, total, days, DaysOfAMonth, DaysOfAMonth);
        }
    }

    private void Rate(ColumnKind kind, int of, int per, double scale, double offset) =>
        _columns.Add(new FeatureColumn($"{questions[of].Name} per {questions[per].Name}", kind, of, per, scale, offset, IsCurve: true));

    private bool IsCurve(int q) =>
        questions[q].Kind is not QuestionKind.YesNo and not QuestionKind.Count && answers[q].Where(answer => !double.IsNaN(answer)).Distinct().Take(FewestValuesOfACurve).Count() == FewestValuesOfACurve;
}
