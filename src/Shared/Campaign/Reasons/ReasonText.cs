using System.Runtime.CompilerServices;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>
/// Reasons in words. A sentence stands in a list: it has no full stop, and, unless the schema says otherwise, begins in lower case.
/// Whether it speaks for or against is told by the contribution, or by a mark in front.
/// </summary>
public static class ReasonText
{
    /// <summary>In front of what speaks for a response. Not + and −, which a spreadsheet takes for formulas.</summary>
    public const string For = "▲ ";

    /// <summary>In front of what speaks against a response.</summary>
    public const string Against = "▼ ";

    private const int LongestText = 60;

    public static string MarkOf(in Reason reason) => reason.Contribution > 0 ? For : Against;

    /// <param name="text">The customer's own text, told where the topic is a text and the value −1.</param>
    /// <param name="mark">What to put in front.</param>
    /// <returns>At most a few hundred characters; empty where there is no reason.</returns>
    public static string Of(Schema schema, in Reason reason, string text, Language language, string mark = "")
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(text);
        if (reason.IsNothing)
        {
            return "";
        }

        ReasonWords words = ReasonWords.In(language);
        int group = reason.Topic - schema.Fields.Count;
        SchemaField? field = group < 0 ? schema.Fields[reason.Topic] : null;
        Wording? wording = (field?.Wording ?? schema.Groups[group].Wording).Of(language);
        double value = Shown(field, reason.Value);

        // Most sentences fit, so that each costs one allocation: its own.
        var sentence = new DefaultInterpolatedStringHandler(0, 0, words.Numbers, stackalloc char[256]);
        sentence.AppendLiteral(mark);
        if (Template(field, wording, value) is not { } template)
        {
            sentence.AppendFormatted(LocalWording.InSentence(field?.TitleIn(language) ?? schema.Groups[group].TitleIn(language)));
            sentence.AppendLiteral(": ");
            Value(ref sentence, field, wording, words, value, text, isAlone: true);
        }
        else if (template.IndexOf(Wording.ValueMark, StringComparison.Ordinal) is >= 0 and int at)
        {
            sentence.AppendFormatted(template.AsSpan(0, at));
            Value(ref sentence, field, wording, words, value, text, isAlone: false);
            sentence.AppendFormatted(template.AsSpan(at + Wording.ValueMark.Length));
        }
        else
        {
            sentence.AppendLiteral(template);
        }

        return sentence.ToStringAndClear();
    }

    /// <summary>What the sentence says the value is, which is what decides between none, one and many.</summary>
    private static double Shown(SchemaField? field, double value) => field switch
    {
        { Type: FieldType.Boolean } when !double.IsNaN(value) => value >= 0.5 ? 1 : 0,
        { Type: FieldType.Date } or { IsYear: true } => Math.Round(value) + 0.0,
        { Type: FieldType.Text } => value,
        _ => ReasonWords.Rounded(value),
    };

    /// <summary>Null: a general sentence.</summary>
    private static string? Template(SchemaField? field, Wording? wording, double value)
    {
        if (wording is null || double.IsNaN(value))
        {
            return wording?.Missing;
        }

        bool isNumber = field?.Type != FieldType.Text;
        return isNumber && value == 0 ? wording.None ?? SayingValue(wording.Reason)
            : isNumber && value == 1 ? wording.One ?? wording.Reason
            : wording.Reason;
    }

    // "Bought from the catalogue" would be the contrary of what 0 means.
    private static string? SayingValue(string? template) => template?.Contains(Wording.ValueMark, StringComparison.Ordinal) == true ? template : null;

    private static void Value(
        ref DefaultInterpolatedStringHandler sentence, SchemaField? field, Wording? wording, ReasonWords words, double value, string text, bool isAlone)
    {
        if (double.IsNaN(value))
        {
            sentence.AppendLiteral(words.Unknown);
            return;
        }

        switch (field)
        {
            case { Type: FieldType.Text }:
                sentence.AppendFormatted(Category(field, wording, words, value, text));
                break;
            case { Type: FieldType.Boolean }:
                sentence.AppendLiteral(value == 1 ? words.Yes : words.No);
                break;
            case { Type: FieldType.Date } when isAlone:
                words.DaysFromNow(ref sentence, value);
                break;
            case { Type: FieldType.Date }:
                words.Duration(ref sentence, value);
                break;
            case { IsYear: true } when isAlone:
                words.YearsFromNow(ref sentence, value);
                break;
            default:
                words.Number(ref sentence, value);
                break;
        }
    }

    private static ReadOnlySpan<char> Category(SchemaField field, Wording? wording, ReasonWords words, double value, string text)
    {
        if (value >= 0 && value < field.Categories.Count)
        {
            string category = field.Categories[(int)value];
            text = wording?.Values?.GetValueOrDefault(category) ?? category;
        }

        if (text.Length > LongestText)
        {
            int end = char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1;
            text = string.Concat(text.AsSpan(0, end), "…");
        }

        return text.Length == 0 ? words.Other : text.AsSpan().ContainsAnyInRange('\0', '\u001F') ? OnOneLine(text) : text;
    }

    private static string OnOneLine(string text) => string.Create(text.Length, text, static (line, text) =>
    {
        for (int i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        }
    });
}
