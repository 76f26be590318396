using Clientele.Schemas;

namespace Clientele.Features.Drift;

/// <summary>The fitting side of <see cref="TrainingProfile"/>: chooses the bins, then lets the counter of files count the rows into them.</summary>
internal static class TrainingProfileFit
{
    public static TrainingProfile Run(TrainingRows rows, ReadOnlySpan<double> probabilities)
    {
        List<FieldProfile> fields = ChooseBins(rows);
        double[] edges = QuantileEdges(probabilities.ToArray());
        var empty = new TrainingProfile(0, fields, new ScoreProfile(edges, new long[edges.Length + 1]));
        var counter = new ProfileCounter(empty);
        var record = new TypedRecord(rows.Schema);
        for (int row = 0; row < rows.Count; row++)
        {
            rows.CopyTo(row, record);
            counter.Add(record, probabilities[row]);
        }

        return new TrainingProfile(
            rows.Count,
            [.. fields.Select((field, i) => field with { Counts = counter.CountsOf(i).ToArray(), Missing = counter.MissingOf(i) })],
            new ScoreProfile(edges, counter.ScoreCounts.ToArray()));
    }

    private static List<FieldProfile> ChooseBins(TrainingRows rows)
    {
        Schema schema = rows.Schema;
        int[] features = [.. Enumerable.Range(0, schema.Fields.Count).Where(field => schema.Fields[field].Role == FieldRole.Feature)];
        var numbers = new List<double>[features.Length];
        var texts = new Dictionary<string, long>[features.Length];
        for (int i = 0; i < features.Length; i++)
        {
            numbers[i] = [];
            texts[i] = new Dictionary<string, long>(StringComparer.Ordinal);
        }

        var record = new TypedRecord(schema);
        for (int row = 0; row < rows.Count; row++)
        {
            rows.CopyTo(row, record);
            for (int i = 0; i < features.Length; i++)
            {
                Gather(record, features[i], numbers[i], texts[i]);
            }
        }

        return [.. features.Select((field, i) => schema.Fields[field].Type == FieldType.Text ? OfTexts(schema, field, texts[i]) : OfNumbers(schema, field, [.. numbers[i]]))];
    }

    private static void Gather(TypedRecord record, int field, List<double> numbers, Dictionary<string, long> texts)
    {
        if (record.Schema.Fields[field].Type == FieldType.Text)
        {
            if (!record.Text(field).IsEmpty)
            {
                string text = record.TextString(field);
                texts[text] = texts.GetValueOrDefault(text) + 1;
            }
        }
        else if (!double.IsNaN(record.Numbers[field]))
        {
            numbers.Add(MeasureOf(record.Schema.Fields[field]) switch
            {
                ProfileMeasure.Days => record.AsOf - record.Numbers[field],
                ProfileMeasure.Years => RecordAge.YearOf(record.AsOf) - record.Numbers[field],
                _ => record.Numbers[field],
            });
        }
    }

    private static FieldProfile OfTexts(Schema schema, int field, Dictionary<string, long> texts)
    {
        // Equally frequent ones by their text, so that the order of rows does not matter.
        string[] levels = [.. texts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key).Take(FieldProfile.MostLevels)];
        var draft = new FieldProfile
        {
            Field = field,
            Name = schema.Fields[field].Name,
            Measure = ProfileMeasure.Text,
            IsExact = false,
            Edges = [],
            Levels = levels,
            HasAllLevels = levels.Length == texts.Count,
            Counts = [],
            Missing = 0,
        };
        return draft with { Counts = new long[draft.Bins] };
    }

    private static FieldProfile OfNumbers(Schema schema, int field, double[] values)
    {
        ProfileMeasure measure = MeasureOf(schema.Fields[field]);

        // A bin for a single day would be empty as soon as the next file is a day younger.
        double[]? few = measure == ProfileMeasure.Number ? FewValues(values) : null;
        double[] edges = few ?? QuantileEdges(values);
        return new FieldProfile
        {
            Field = field,
            Name = schema.Fields[field].Name,
            Measure = measure,
            IsExact = few is not null,
            Edges = edges,
            Levels = [],
            HasAllLevels = false,
            Counts = new long[edges.Length + 1],
            Missing = 0,
        };
    }

    private static ProfileMeasure MeasureOf(SchemaField field)
        => field.Type == FieldType.Date ? ProfileMeasure.Days : field.IsYear ? ProfileMeasure.Years : ProfileMeasure.Number;

    /// <summary>The distinct values, ascending; null when there are too many for a bin each.</summary>
    private static double[]? FewValues(double[] values)
    {
        var distinct = new SortedSet<double>();
        foreach (double value in values)
        {
            if (distinct.Add(value) && distinct.Count > FieldProfile.MostBins)
            {
                return null;
            }
        }

        return [.. distinct];
    }

    /// <summary>Ends of at most ten bins of about as many values each. Halfway to the next value, so that a value's rounding decides nothing. Sorts the array.</summary>
    private static double[] QuantileEdges(double[] values)
    {
        Array.Sort(values);
        var edges = new List<double>();
        for (int k = 1; k < FieldProfile.MostBins && values.Length > 0; k++)
        {
            int at = Math.Max(0, (int)Math.Ceiling(k * values.Length / (double)FieldProfile.MostBins) - 1);
            int next = at + 1;
            while (next < values.Length && values[next] == values[at])
            {
                next++;
            }

            if (next == values.Length)
            {
                break;
            }

            double edge = values[at] + ((values[next] - values[at]) / 2);
            if (edges.Count == 0 || edge > edges[^1])
            {
                edges.Add(edge);
            }
        }

        return [.. edges];
    }
}
