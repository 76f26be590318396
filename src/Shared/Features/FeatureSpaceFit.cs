using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>The fitting side of <see cref="FeatureSpace"/>: which questions the schema has and what training answered.</summary>
internal sealed class FeatureSpaceFit
{
    /// <summary>Fewer distinct values than this are a scale, not a measurement with outliers: capping would erase its rare steps.</summary>
    private const int FewestValuesToCap = 20;

    private readonly Schema _schema;
    private readonly TrainingRows _rows;
    private readonly int[] _chosen;
    private readonly FeatureSpaceOptions _options;

    // Of each field its typical value, for totals of which only some members are known.
    private readonly double[] _typicalOfField;

    public FeatureSpaceFit(TrainingRows rows, ReadOnlySpan<int> chosen, FeatureSpaceOptions options)
    {
        if (options.MinimumLevelRows < 1 || !(options.CappedShare is >= 0 and < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, "MinimumLevelRows is 1 or more; CappedShare is at least 0 and below ½.");
        }

        (_schema, _rows, _chosen, _options) = (rows.Schema, rows, chosen.ToArray(), options);
        _typicalOfField = new double[_schema.Fields.Count];
    }

    public FeatureSpace Run()
    {
        // Totals need the typical values of their members, asked or not.
        Dictionary<int, Question> ofField = Enumerable.Range(0, _schema.Fields.Count).Where(IsUsed).ToDictionary(field => field, FieldQuestion);
        Dictionary<int, Question> ofGroup = [];
        for (int group = 0; group < _schema.Groups.Count; group++)
        {
            if (GroupQuestion(group) is { } total)
            {
                ofGroup[total.Topic] = total;
            }
        }

        IEnumerable<Question> all = ofField.Values.Concat(ofGroup.Values);
        Question[] questions = [.. all.Where(question => _options.Topics?.Contains(question.Topic) ?? true).OrderBy(question => question.Topic)];
        var draft = new FeatureSpace(_schema.Fields.Count, questions, []);
        return new FeatureSpace(_schema.Fields.Count, questions, new ColumnDesign(_schema, questions, Answers(draft), _options).Columns());
    }

    private bool IsUsed(int field) =>
        _schema.Fields[field] is { Role: FieldRole.Feature } feature && !(_options.WithoutSensitive && feature.IsSensitive);

    /// <summary>For each question the answers of the chosen rows.</summary>
    private double[][] Answers(FeatureSpace space)
    {
        double[][] answers = [.. space.Questions.Select(_ => new double[_chosen.Length])];
        var record = new TypedRecord(_schema);
        var row = new double[answers.Length];
        for (int i = 0; i < _chosen.Length; i++)
        {
            _rows.CopyTo(_chosen[i], record);
            space.Read(record, row);
            for (int q = 0; q < row.Length; q++)
            {
                answers[q][i] = row[q];
            }
        }

        return answers;
    }

    private Question FieldQuestion(int field)
    {
        SchemaField described = _schema.Fields[field];
        if (described.Type == FieldType.Text)
        {
            return CategoryQuestion(field);
        }

        QuestionKind kind = described.Type switch
        {
            FieldType.Boolean => QuestionKind.YesNo,
            FieldType.Date => QuestionKind.Days,
            _ => described.IsYear ? QuestionKind.Years : QuestionKind.Number,
        };
        Question question = Measured(described.Name, kind, field, [field], [0], Known(field, kind), described.Type == FieldType.Number);
        _typicalOfField[field] = question.Typical;
        return question with { MemberTypical = [question.Typical] };
    }

    private Question? GroupQuestion(int index)
    {
        int[] members = GroupTotal.MembersOf(_schema, index, IsUsed);
        if (members.Length == 0)
        {
            return null;
        }

        SchemaGroup group = _schema.Groups[index];
        QuestionKind kind = GroupTotal.IsCount(_schema, members) ? QuestionKind.Count : QuestionKind.Total;
        double[] typical = [.. members.Select(field => _typicalOfField[field])];
        int topic = _schema.Fields.Count + index;
        Question draft = Measured(group.Name, kind, topic, members, typical, [0], true);
        var reader = new QuestionReader(draft);
        var record = new TypedRecord(_schema);
        var known = new List<double>(_chosen.Length);
        foreach (int row in _chosen)
        {
            _rows.CopyTo(row, record);
            double total = reader.Read(record);
            if (!double.IsNaN(total))
            {
                known.Add(total);
            }
        }

        bool isNumber = members.Any(field => _schema.Fields[field].Type == FieldType.Number);
        return Measured(group.Name, kind, topic, members, typical, [.. known], isNumber);
    }

    private Question Measured(string name, QuestionKind kind, int topic, int[] fields, double[] memberTypical, double[] known, bool isNumber)
    {
        Array.Sort(known);
        (double low, double high) = known.Length > 0 ? Bounds(known, _options.CappedShare) : (0, 0);
        return new Question
        {
            Name = name,
            Kind = kind,
            Topic = topic,
            Fields = fields,
            MemberTypical = memberTypical,
            IsKnown = known.Length > 0,
            Typical = known.Length > 0 ? Math.Clamp(Median(known, isNumber), low, high) : 0,
            Low = low,
            High = high,
        };
    }

    private Question CategoryQuestion(int field)
    {
        SchemaField described = _schema.Fields[field];
        IReadOnlyList<string> declared = described.Categories;
        ReadOnlySpan<double> values = _rows.Values(field);
        var rowsOf = new Dictionary<int, int>();
        foreach (int row in _chosen)
        {
            if (!double.IsNaN(values[row]))
            {
                rowsOf[(int)values[row]] = rowsOf.GetValueOrDefault((int)values[row]) + 1;
            }
        }

        // Most frequent first; equal ones by their text, so that the order of rows does not matter.
        (int Number, string Text, int Rows)[] named =
            [.. rowsOf.Select(pair => (Number: pair.Key, Text: _rows.TextOf(field, pair.Key), Rows: pair.Value))
                .Where(each => each.Text is not null).Select(each => (each.Number, each.Text!, each.Rows))
                .OrderByDescending(each => each.Rows).ThenBy(each => each.Item2, StringComparer.Ordinal)];
        string[] levels = described.IsOrdered
            ? [.. declared]
            : [.. named.Where(each => each.Rows >= _options.MinimumLevelRows).Take(FeatureSpace.MaxLevels).Select(each => each.Text).Order(StringComparer.Ordinal)];
        string? typical = named.Length > 0 ? named[0].Text : null;
        int place = typical is null ? levels.Length : Array.IndexOf(levels, typical);
        return new Question
        {
            Name = described.Name,
            Kind = QuestionKind.Category,
            Topic = field,
            Fields = [field],
            MemberTypical = [0],
            IsKnown = typical is not null,
            Typical = place < 0 ? levels.Length : place,
            Low = 0,
            High = levels.Length,
            Levels = levels,
            LevelOfCategory = [.. declared.Select(category => Array.IndexOf(levels, category)).Select(level => level < 0 ? levels.Length : level)],
            TypicalText = typical,
            TypicalCategory = named.Length > 0 && named[0].Number < declared.Count ? named[0].Number : -1,
        };
    }

    private double[] Known(int field, QuestionKind kind)
    {
        ReadOnlySpan<double> values = _rows.Values(field);
        var known = new List<double>(_chosen.Length);
        foreach (int row in _chosen)
        {
            double value = values[row];
            if (!double.IsNaN(value))
            {
                known.Add(kind switch
                {
                    QuestionKind.Days => _rows.AsOf(row) - value,
                    QuestionKind.Years => RecordAge.YearOf(_rows.AsOf(row)) - value,
                    _ => value,
                });
            }
        }

        return [.. known];
    }

    /// <summary>Of an even count the mean of the middle two; the lower of them where a mean could not be a value of the field.</summary>
    private static double Median(double[] sorted, bool isNumber)
    {
        double lower = sorted[(sorted.Length - 1) / 2];
        double upper = sorted[sorted.Length / 2];
        return isNumber ? lower + ((upper - lower) / 2) : lower;
    }

    private static (double Low, double High) Bounds(double[] sorted, double cappedShare)
    {
        int distinct = 1;
        for (int i = 1; i < sorted.Length && distinct < FewestValuesToCap; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        return distinct < FewestValuesToCap
            ? (sorted[0], sorted[^1])
            : (Percentile(sorted, cappedShare), Percentile(sorted, 1 - cappedShare));
    }

    /// <summary>Linear between the two nearest ranks (type 7 of Hyndman &amp; Fan, NumPy's default).</summary>
    internal static double Percentile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + ((position - below) * (above - sorted[below]));
    }
}
