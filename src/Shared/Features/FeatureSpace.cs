using System.Text.Json.Serialization;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>How a <see cref="FeatureSpace"/> is fitted.</summary>
public sealed record FeatureSpaceOptions
{
    /// <summary>A text needs at least this many rows for a column of its own. 1 or more.</summary>
    public int MinimumLevelRows { get; init; } = 10;

    /// <summary>Share of rows at either end whose values count as the value at that end. At least 0, below ½.</summary>
    public double CappedShare { get; init; } = 0.005;
}

/// <summary>
/// A record's features as numbers, by each field's type and role, never by its name. Fitted once on training rows, immutable, part of the model:
/// a file and a single prediction pass through the same code.
/// </summary>
public sealed class FeatureSpace
{
    /// <summary>Texts of one field with a column of their own, at most.</summary>
    public const int MaxLevels = 200;

    private const int MaxFields = 5_000;
    private const string UnknownText = "Unknown";

    private readonly FieldEncoding[] _encodings;
    private readonly FieldEncoding?[] _ofField;
    private readonly int[] _widths;

    /// <param name="fields">Number of fields of the schema.</param>
    /// <param name="encodings">One for each feature, in the order of fields.</param>
    /// <exception cref="InvalidDataException">The parts do not fit together.</exception>
    [JsonConstructor]
    public FeatureSpace(int fields, IReadOnlyList<FieldEncoding> encodings)
    {
        ArgumentNullException.ThrowIfNull(encodings);
        if (fields is < 0 or > MaxFields || encodings.Count > fields)
        {
            throw new InvalidDataException($"There are {encodings.Count} features of {fields} fields; at most {MaxFields} fields are possible.");
        }

        _encodings = [.. encodings];
        _ofField = new FieldEncoding?[fields];
        foreach (FieldEncoding encoding in _encodings)
        {
            encoding.Check(fields);
            if (_ofField[encoding.Field] is not null)
            {
                throw new InvalidDataException($"The field of '{encoding.Name}' is encoded twice.");
            }

            _ofField[encoding.Field] = encoding;
        }

        _widths = Array.ConvertAll(_encodings, encoding => encoding.Width);
        Columns = _widths.Sum();
    }

    /// <summary>Number of fields of the schema that this was fitted for.</summary>
    public int Fields => _ofField.Length;

    public IReadOnlyList<FieldEncoding> Encodings => _encodings;

    /// <summary>Numbers that <see cref="Write"/> writes.</summary>
    [JsonIgnore]
    public int Columns { get; }

    [JsonIgnore]
    public IReadOnlyList<string> ColumnNames => [.. _encodings.SelectMany(encoding => encoding.ColumnNames)];

    /// <summary>Fits on every row.</summary>
    public static FeatureSpace Fit(Schema schema, TrainingRows rows, FeatureSpaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Fit(schema, rows, [.. Enumerable.Range(0, rows.Count)], options);
    }

    /// <summary>Fits on some of the rows: what a fold may know.</summary>
    /// <param name="chosen">Indices of rows; at least one.</param>
    /// <param name="options">Null for the defaults.</param>
    public static FeatureSpace Fit(Schema schema, TrainingRows rows, ReadOnlySpan<int> chosen, FeatureSpaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(rows);
        if (chosen.IsEmpty)
        {
            throw new ArgumentException("There are no rows to fit on.", nameof(chosen));
        }

        return FeatureSpaceFit.Run(schema, rows, chosen, options ?? new FeatureSpaceOptions());
    }

    /// <summary>Writes the record's <see cref="Columns"/> numbers, all finite. Allocates nothing.</summary>
    public void Write(TypedRecord record, Span<double> into)
    {
        ArgumentNullException.ThrowIfNull(record);
        int at = 0;
        for (int i = 0; i < _encodings.Length; i++)
        {
            _encodings[i].Write(record, into.Slice(at, _widths[i]));
            at += _widths[i];
        }
    }

    /// <summary>The rows as a matrix, through <see cref="Write"/>.</summary>
    public Matrix Encode(TrainingRows rows, ReadOnlySpan<int> chosen)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var matrix = new Matrix(chosen.Length, Columns);
        var record = new TypedRecord(rows.Schema);
        for (int i = 0; i < chosen.Length; i++)
        {
            rows.CopyTo(chosen[i], record);
            Write(record, matrix.RowToWrite(i));
        }

        return matrix;
    }

    /// <summary>
    /// What stands in for a missing value: the median of training (a day number for dates, the commoner of 0 and 1 for yes/no, the index of the
    /// commonest declared category). NaN for a field that is not a feature or never had a value.
    /// </summary>
    public double TypicalNumber(int field) => _ofField[field] switch
    {
        NumberEncoding number => number.Typical ?? double.NaN,
        CategoryEncoding category when category.TypicalCategory >= 0 => category.TypicalCategory,
        _ => double.NaN,
    };

    /// <summary>What stands in for a missing text: the commonest of training, or "Unknown".</summary>
    public string TypicalText(int field) => (_ofField[field] as CategoryEncoding)?.Typical ?? UnknownText;
}
