using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>The fitting side of <see cref="FeatureSpace"/>.</summary>
internal static class FeatureSpaceFit
{
    /// <summary>Fewer distinct values than this are a scale, not a measurement with outliers: capping would erase its rare steps.</summary>
    private const int FewestValuesToCap = 20;

    public static FeatureSpace Run(Schema schema, TrainingRows rows, ReadOnlySpan<int> chosen, FeatureSpaceOptions options)
    {
        if (options.MinimumLevelRows < 1 || !(options.CappedShare is >= 0 and < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, "MinimumLevelRows is 1 or more; CappedShare is at least 0 and below ½.");
        }

        var encodings = new List<FieldEncoding>();
        int? latest = LatestDay(schema, rows, chosen);
        for (int field = 0; field < schema.Fields.Count; field++)
        {
            if (schema.Fields[field].Role != FieldRole.Feature)
            {
                continue;
            }

            encodings.Add(schema.Fields[field].Type switch
            {
                FieldType.Text => FitCategory(schema, rows, chosen, field, options),
                FieldType.Date => FitNumber(schema, rows, chosen, field, options, latest ?? 0),
                _ => FitNumber(schema, rows, chosen, field, options, null),
            });
        }

        return new FeatureSpace(schema.Fields.Count, encodings);
    }

    /// <summary>
    /// Days are counted back from the latest date that training saw, a fixed day: with the newest date of the file at hand, the same
    /// customer would get another score alone than in a file.
    /// </summary>
    private static int? LatestDay(Schema schema, TrainingRows rows, ReadOnlySpan<int> chosen)
    {
        int? latest = null;
        for (int field = 0; field < schema.Fields.Count; field++)
        {
            if (schema.Fields[field] is not { Role: FieldRole.Feature, Type: FieldType.Date })
            {
                continue;
            }

            ReadOnlySpan<double> values = rows.Values(field);
            foreach (int row in chosen)
            {
                if (!double.IsNaN(values[row]) && (latest is null || values[row] > latest))
                {
                    latest = (int)values[row];
                }
            }
        }

        return latest;
    }

    private static NumberEncoding FitNumber(Schema schema, TrainingRows rows, ReadOnlySpan<int> chosen, int field, FeatureSpaceOptions options, int? daysBefore)
    {
        FieldType type = schema.Fields[field].Type;
        double[] known = Known(rows.Values(field), chosen);
        var draft = new NumberEncoding
        {
            Field = field,
            Name = schema.Fields[field].Name,
            FlagsMissing = known.Length > 0 && known.Length < chosen.Length,
            DaysBefore = daysBefore,
            Typical = null,
            Low = 0,
            High = 0,
            Mean = 0,
            Scale = 0,
        };
        if (known.Length == 0)
        {
            return draft;
        }

        Array.Sort(known);
        double typical = Median(known, type);
        double[] measured = Array.ConvertAll(known, draft.Measure);
        Array.Sort(measured);
        (double low, double high) = Bounds(measured, options.CappedShare);
        draft = draft with { Typical = typical, Low = low, High = high };
        if (type == FieldType.Boolean)
        {
            return draft with { Scale = low < high ? 1 : 0 };
        }

        var filled = new double[chosen.Length];
        Array.Fill(filled, Math.Clamp(draft.Measure(typical), low, high));
        for (int i = 0; i < measured.Length; i++)
        {
            filled[i] = Math.Clamp(measured[i], low, high);
        }

        (double mean, double scale) = Standardizer.MeanAndDeviation(filled);
        return draft with { Mean = mean, Scale = scale };
    }

    private static CategoryEncoding FitCategory(Schema schema, TrainingRows rows, ReadOnlySpan<int> chosen, int field, FeatureSpaceOptions options)
    {
        IReadOnlyList<string> declared = schema.Fields[field].Categories;
        double[] known = Known(rows.Values(field), chosen);
        (int Number, string? Text, int Rows)[] counts =
            [.. known.CountBy(number => (int)number).Select(pair => (pair.Key, rows.TextOf(field, pair.Key), pair.Value))];

        // Most frequent first; equal ones by their text, so that the order of rows does not matter.
        (int Number, string Text, int Rows)[] named =
            [.. counts.Where(each => each.Text is not null).Select(each => (each.Number, each.Text!, each.Rows))
                .OrderByDescending(each => each.Rows).ThenBy(each => each.Item2, StringComparer.Ordinal)];
        string[] levels = [.. named.Where(each => each.Rows >= options.MinimumLevelRows).Take(FeatureSpace.MaxLevels).Select(each => each.Text).Order(StringComparer.Ordinal)];
        bool hasOther = counts.Length > levels.Length;
        string? typical = named.Length > 0 ? named[0].Text : null;
        if (levels.Length == 0 || (levels.Length == 1 && !hasOther))
        {
            (levels, hasOther) = ([], false);
        }

        return new CategoryEncoding
        {
            Field = field,
            Name = schema.Fields[field].Name,
            FlagsMissing = known.Length > 0 && known.Length < chosen.Length,
            Levels = levels,
            LevelOfCategory = [.. declared.Select(category => Array.IndexOf(levels, category))],
            HasOther = hasOther,
            Typical = typical,
            TypicalLevel = Array.IndexOf(levels, typical),
            TypicalCategory = named.Length > 0 && named[0].Number < declared.Count ? named[0].Number : -1,
        };
    }

    private static double[] Known(ReadOnlySpan<double> values, ReadOnlySpan<int> chosen)
    {
        var known = new List<double>(chosen.Length);
        foreach (int row in chosen)
        {
            if (!double.IsNaN(values[row]))
            {
                known.Add(values[row]);
            }
        }

        return [.. known];
    }

    /// <summary>Of an even count the mean of the middle two; the lower of them where a mean could not be a value of the field.</summary>
    private static double Median(double[] sorted, FieldType type)
    {
        double lower = sorted[(sorted.Length - 1) / 2];
        double upper = sorted[sorted.Length / 2];
        return type == FieldType.Number ? lower + ((upper - lower) / 2) : lower;
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
    private static double Percentile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + ((position - below) * (above - sorted[below]));
    }
}
