using System.Text;
using System.Text.Json.Serialization;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>What a question's answer is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuestionKind>))]
public enum QuestionKind
{
    /// <summary>A number in the field's unit.</summary>
    Number,

    /// <summary>0 or 1.</summary>
    YesNo,

    /// <summary>Years since the field's year.</summary>
    Years,

    /// <summary>Days since the field's date.</summary>
    Days,

    /// <summary>One of the texts of a field.</summary>
    Category,

    /// <summary>The sum of a group's numbers.</summary>
    Total,

    /// <summary>How many of a group's yes/no fields are yes.</summary>
    Count,
}

/// <summary>
/// One thing that can be asked of a customer: a field, or the total of a group. Fitted on training rows, immutable.
/// </summary>
public sealed record Question
{
    /// <summary>The field's name, or the group's.</summary>
    public required string Name { get; init; }

    public required QuestionKind Kind { get; init; }

    /// <summary>The field's index or, for a group, the number of fields plus the group's index.</summary>
    public required int Topic { get; init; }

    /// <summary>Indices of the fields it is made of: one, or the members of the group.</summary>
    public required IReadOnlyList<int> Fields { get; init; }

    /// <summary>For each of <see cref="Fields"/> what stands in when others of the group are known; of one field the same as <see cref="Typical"/>.</summary>
    public required IReadOnlyList<double> MemberTypical { get; init; }

    /// <summary>Stands in where there is no answer: the median, the commoner of yes and no, the place of the commonest text; NaN-free.</summary>
    public required double Typical { get; init; }

    /// <summary>Whether training ever had an answer.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>Smaller answers count as this one.</summary>
    public required double Low { get; init; }

    /// <summary>Larger answers count as this one.</summary>
    public required double High { get; init; }

    /// <summary>Texts with a place of their own, in order; a place past them is any other text. Empty for all but categories.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>For each category that the schema declares its place in <see cref="Levels"/>; the number of levels for rare ones.</summary>
    public IReadOnlyList<int> LevelOfCategory { get; init; } = [];

    /// <summary>The commonest text, published where there is none; null when training had none.</summary>
    public string? TypicalText { get; init; }

    /// <summary>Its index in the schema's categories; −1 when not one of them.</summary>
    public int TypicalCategory { get; init; } = -1;

    /// <summary>Whether the total answers the question. Without the sensitive fields a total is of fewer members: that is another number.</summary>
    internal bool IsOf(GroupTotal total) => Topic == total.Topic && Fields.SequenceEqual(total.Members);

    /// <exception cref="InvalidDataException">The values cannot have come from a fit.</exception>
    internal void Check(int fields)
    {
        bool finite = double.IsFinite(Typical) && double.IsFinite(Low) && double.IsFinite(High) && MemberTypical.All(double.IsFinite);
        if (!finite || Low > High || Fields.Count == 0 || Fields.Count != MemberTypical.Count || Fields.Any(field => field < 0 || field >= fields)
            || Levels.Count > FeatureSpace.MaxLevels || LevelOfCategory.Any(level => level < 0 || level > Levels.Count) || Topic < 0)
        {
            throw new InvalidDataException($"The question '{Name}' has bounds {Low} to {High}, typical {Typical}, {Fields.Count} of {fields} fields and {Levels.Count} levels: not finite, not in order, or outside them.");
        }
    }
}

/// <summary>Reads the answer to a question out of a record. One per thread is not needed: it keeps no state.</summary>
internal sealed class QuestionReader
{
    private readonly Question _question;
    private readonly int[] _fields;
    private readonly double[] _typical;
    private readonly byte[][] _levels;
    private readonly int[] _levelOfCategory;

    public QuestionReader(Question question)
    {
        _question = question;
        _fields = [.. question.Fields];
        _typical = [.. question.MemberTypical];
        _levels = [.. question.Levels.Select(Encoding.UTF8.GetBytes)];
        _levelOfCategory = [.. question.LevelOfCategory];
    }

    /// <summary>NaN where there is none. A category answers with its place among the levels, the number of levels for any other text.</summary>
    public double Read(TypedRecord record) => _question.Kind switch
    {
        QuestionKind.Category => ReadLevel(record),
        QuestionKind.Days => record.AsOf - record.Numbers[_fields[0]],
        QuestionKind.Years => RecordAge.YearOf(record.AsOf) - record.Numbers[_fields[0]],
        QuestionKind.Total or QuestionKind.Count => ReadTotal(record),
        _ => record.Numbers[_fields[0]],
    };

    /// <summary>A member without a value counts as its typical one, if any other is known.</summary>
    private double ReadTotal(TypedRecord record)
    {
        double sum = 0;
        bool known = false;
        for (int i = 0; i < _fields.Length; i++)
        {
            double value = record.Numbers[_fields[i]];
            known |= !double.IsNaN(value);
            sum += double.IsNaN(value) ? _typical[i] : value;
        }

        return known ? sum : double.NaN;
    }

    private double ReadLevel(TypedRecord record)
    {
        double category = record.Numbers[_fields[0]];
        if (category >= 0 && category < _levelOfCategory.Length)
        {
            return _levelOfCategory[(int)category];
        }

        ReadOnlySpan<byte> text = record.Text(_fields[0]);
        if (text.IsEmpty)
        {
            return double.NaN;
        }

        for (int i = 0; i < _levels.Length; i++)
        {
            if (text.SequenceEqual(_levels[i]))
            {
                return i;
            }
        }

        return _levels.Length;
    }
}
