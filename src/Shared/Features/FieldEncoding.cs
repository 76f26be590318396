using System.Text;
using System.Text.Json.Serialization;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>What one feature of a record becomes: some numbers side by side. Immutable, fitted once, checked when made or loaded.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NumberEncoding), "number")]
[JsonDerivedType(typeof(CategoryEncoding), "category")]
public abstract record FieldEncoding
{
    /// <summary>Index into the schema's fields.</summary>
    public required int Field { get; init; }

    public required string Name { get; init; }

    /// <summary>A last column says whether the value was missing, because some were in training.</summary>
    public required bool FlagsMissing { get; init; }

    /// <summary>Columns written; 0 when the field had one value throughout and tells nothing.</summary>
    [JsonIgnore]
    public int Width => ValueColumns + (FlagsMissing ? 1 : 0);

    /// <summary>Names of the columns, in order.</summary>
    [JsonIgnore]
    public IEnumerable<string> ColumnNames => FlagsMissing ? ValueColumnNames.Append(Name + " missing") : ValueColumnNames;

    [JsonIgnore]
    internal abstract int ValueColumns { get; }

    [JsonIgnore]
    protected abstract IEnumerable<string> ValueColumnNames { get; }

    /// <summary>Fills <paramref name="into"/>, <see cref="Width"/> numbers long; reads nothing but this field; allocates nothing.</summary>
    internal abstract void Write(TypedRecord record, Span<double> into);

    /// <exception cref="InvalidDataException">The values cannot have come from a fit.</exception>
    internal virtual void Check(int fields)
    {
        if (Field < 0 || Field >= fields)
        {
            throw new InvalidDataException($"The feature '{Name}' is of field {Field}; fields run from 0 to {fields - 1}.");
        }
    }
}

/// <summary>
/// Integer, number, date and yes/no: (clamp(value or typical) − mean) / scale. A date counts as days before a fixed day.
/// A yes/no stays 0 or 1 (mean 0, scale 1).
/// </summary>
public sealed record NumberEncoding : FieldEncoding
{
    /// <summary>Day number that days are counted back from; null for all but dates.</summary>
    public required int? DaysBefore { get; init; }

    /// <summary>In the field's own unit (a day number for dates); null when training had no value at all.</summary>
    public required double? Typical { get; init; }

    /// <summary>Smaller values count as this one.</summary>
    public required double Low { get; init; }

    /// <summary>Larger values count as this one.</summary>
    public required double High { get; init; }

    public required double Mean { get; init; }

    /// <summary>Above 0; 0 where every row had the same value, and then no value column is written.</summary>
    public required double Scale { get; init; }

    internal override int ValueColumns => Scale > 0 ? 1 : 0;

    protected override IEnumerable<string> ValueColumnNames => Scale > 0 ? [Name] : [];

    internal override void Write(TypedRecord record, Span<double> into)
    {
        double value = record.Numbers[Field];
        bool missing = double.IsNaN(value);
        if (Scale > 0)
        {
            double known = Measure(missing ? Typical.GetValueOrDefault() : value);
            into[0] = ((known < Low ? Low : known > High ? High : known) - Mean) / Scale;
        }

        if (FlagsMissing)
        {
            into[^1] = missing ? 1 : 0;
        }
    }

    internal double Measure(double value) => DaysBefore is { } day ? day - value : value;

    internal override void Check(int fields)
    {
        base.Check(fields);
        bool finite = double.IsFinite(Low) && double.IsFinite(High) && double.IsFinite(Mean) && double.IsFinite(Scale) && double.IsFinite(Typical ?? 0);
        if (!finite || Low > High || Scale < 0 || (Scale > 0 && Typical is null))
        {
            throw new InvalidDataException($"The feature '{Name}' has bounds {Low} to {High}, mean {Mean}, scale {Scale}, typical {Typical}: not finite, or not in order.");
        }
    }
}

/// <summary>One column for each text that was frequent enough in training, one for all others.</summary>
public sealed record CategoryEncoding : FieldEncoding
{
    private readonly byte[][] _utf8 = [];
    private readonly int[] _levelOfCategory = [];

    /// <summary>The frequent texts, in the order of their columns. Empty when the field tells nothing.</summary>
    public required IReadOnlyList<string> Levels
    {
        get;
        init
        {
            field = [.. value];
            _utf8 = [.. value.Select(Encoding.UTF8.GetBytes)];
        }
    }

    /// <summary>For each category that the schema declares, its place in <see cref="Levels"/>; −1 for the rare ones.</summary>
    public required IReadOnlyList<int> LevelOfCategory
    {
        get => _levelOfCategory;
        init => _levelOfCategory = [.. value];
    }

    /// <summary>A column after the levels for rare and unknown texts.</summary>
    public required bool HasOther { get; init; }

    /// <summary>The most frequent text, which stands in where there is none; null when training had no value at all.</summary>
    public required string? Typical { get; init; }

    /// <summary>Place of <see cref="Typical"/> in <see cref="Levels"/>; −1 when it is not there.</summary>
    public required int TypicalLevel { get; init; }

    /// <summary>Place of <see cref="Typical"/> in the categories that the schema declares; −1 when it is not there.</summary>
    public required int TypicalCategory { get; init; }

    internal override int ValueColumns => _utf8.Length + (HasOther ? 1 : 0);

    protected override IEnumerable<string> ValueColumnNames =>
        Levels.Select(level => $"{Name} = {level}").Concat(HasOther ? [Name + " = other"] : []);

    internal override void Write(TypedRecord record, Span<double> into)
    {
        into.Clear();
        double category = record.Numbers[Field];
        ReadOnlySpan<byte> text = record.Text(Field);
        bool declared = category >= 0 && category < _levelOfCategory.Length;
        bool missing = !declared && text.IsEmpty;
        int level = declared ? _levelOfCategory[(int)category] : missing ? TypicalLevel : LevelOf(text);
        if (level >= 0)
        {
            into[level] = 1;
        }
        else if (HasOther)
        {
            into[_utf8.Length] = 1;
        }

        if (missing && FlagsMissing)
        {
            into[^1] = 1;
        }
    }

    internal override void Check(int fields)
    {
        base.Check(fields);
        int levels = _utf8.Length;
        if (levels > FeatureSpace.MaxLevels || TypicalLevel < -1 || TypicalLevel >= levels || _levelOfCategory.Any(level => level < -1 || level >= levels))
        {
            throw new InvalidDataException($"The feature '{Name}' points outside its {levels} levels, or has more than {FeatureSpace.MaxLevels}.");
        }
    }

    private int LevelOf(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < _utf8.Length; i++)
        {
            if (text.SequenceEqual(_utf8[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
