using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What a number of an answer counts.</summary>
public enum AnswerUnit
{
    /// <summary>Customers, or other whole things.</summary>
    Count,

    /// <summary>In the file's currency.</summary>
    Money,

    /// <summary>0 to 1.</summary>
    Share,

    /// <summary>A threshold or value in the unit of its feature.</summary>
    Number,
}

/// <summary>A number of an answer.</summary>
/// <param name="Name">Stable, for who reads it by program: camel case.</param>
/// <param name="Label">For people.</param>
public sealed record AnswerNumber(string Name, LocalText Label, double Value, AnswerUnit Unit)
{
    /// <summary>As people write it.</summary>
    internal string Written(Language language) => Unit switch
    {
        AnswerUnit.Count => ReportNumbers.Count(Value, language),
        AnswerUnit.Money => ReportNumbers.Money(Value, language),
        AnswerUnit.Share => ReportNumbers.Percent(Value, language),
        _ => ReportNumbers.Number(Value, language),
    };
}

/// <summary>The answer to one of the nine questions.</summary>
/// <param name="Key"><c>q1</c> to <c>q9</c>.</param>
/// <param name="Title">The question.</param>
/// <param name="Text">The answer, in a few sentences with numbers.</param>
/// <param name="Numbers">The main ones again, by name.</param>
public sealed record InsiderAnswer(string Key, LocalText Title, LocalText Text, IReadOnlyList<AnswerNumber> Numbers);
