using Clientele.Csv;

namespace Clientele.Schemas;

/// <summary>
/// Turns the records of one file into typed values: accepted, accepted with repairs, or rejected with the reason. Made once per thread; typing a record allocates
/// nothing where its categories are spelled as the schema spells them.
/// </summary>
public sealed class RecordTyper
{
    private readonly Schema _schema;
    private readonly int _columnCount;
    private readonly Step[] _steps;

    /// <exception cref="ArgumentException">The match is not complete.</exception>
    public RecordTyper(HeaderMatch match, CsvDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(match);
        if (!match.IsComplete)
        {
            throw new ArgumentException(match.Sentence ?? "The header match is not complete.", nameof(match));
        }

        _schema = match.Schema;
        _columnCount = match.ColumnCount;
        var steps = new List<Step>();
        for (int i = 0; i < _schema.Fields.Count; i++)
        {
            SchemaField field = _schema.Fields[i];
            bool isRead = match.ColumnOfField[i] >= 0 && (field.Role != FieldRole.Target || match.Purpose == HeaderPurpose.Train);
            if (isRead)
            {
                var parser = new FieldParser(_schema, i, dialect);
                steps.Add(new Step(i, match.ColumnOfField[i], parser, WhenUnusable(field), parser.TakesDigits, parser.DigitsMinimum, parser.DigitsMaximum));
            }
        }

        _steps = [.. steps];
    }

    private enum Unusable
    {
        Repair,

        /// <summary>An empty cell is nothing to report: the column is no input of a model.</summary>
        RepairUnlessMissing,
        Reject,
    }

    /// <param name="record">Standing on a record.</param>
    /// <param name="into">Cleared first. Holds nothing of use when the record is rejected.</param>
    /// <param name="reject">The first reason found, from left to right in the schema.</param>
    /// <returns>False when the record is rejected.</returns>
    public bool TryType(CsvReader record, TypedRecord into, out Reject reject)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        if (record.Fault != CsvFault.None || record.FieldCount != _columnCount)
        {
            if (ShapeReject(record) is { } code)
            {
                reject = new Reject(-1, code);
                return false;
            }
        }

        double[] numbers = into.Numbers;
        foreach (ref readonly Step step in _steps.AsSpan())
        {
            if (step.TakesDigits && record.TryDigits(step.Column, out uint digits) && digits >= step.DigitsMinimum && digits <= step.DigitsMaximum)
            {
                numbers[step.Field] = digits;
                continue;
            }

            FieldOutcome outcome = step.Parser.Parse(record.Field(step.Column), into);
            if (outcome != FieldOutcome.Ok && !Accept(step, outcome, into, out RejectCode code))
            {
                reject = IsEmpty(record) ? new Reject(-1, RejectCode.EmptyRecord) : new Reject(step.Field, code);
                return false;
            }
        }

        reject = default;
        return true;
    }

    private static Unusable WhenUnusable(SchemaField field) => field.Role switch
    {
        FieldRole.Target => Unusable.Reject,
        _ when field.Required => Unusable.Reject,
        FieldRole.Feature or FieldRole.Id => Unusable.Repair,
        _ => Unusable.RepairUnlessMissing,
    };

    /// <summary>Too few fields, or more than the header has that are not empty: a delimiter too many at the end is common and harms nobody.</summary>
    private RejectCode? ShapeReject(CsvReader record)
    {
        switch (record.Fault)
        {
            case CsvFault.UnclosedQuote:
                return RejectCode.UnclosedQuote;
            case CsvFault.RecordTooLong:
                return RejectCode.RecordTooLong;
            case CsvFault.NulByte:
                return RejectCode.NulByte;
        }

        if (record.FieldCount < _columnCount)
        {
            return IsEmpty(record) ? RejectCode.EmptyRecord : RejectCode.WrongFieldCount;
        }

        for (int i = _columnCount; i < record.FieldCount; i++)
        {
            if (record.Field(i).ContainsAnyExcept(" \t"u8))
            {
                return RejectCode.WrongFieldCount;
            }
        }

        return null;
    }

    private bool Accept(Step step, FieldOutcome outcome, TypedRecord into, out RejectCode code)
    {
        code = default;
        bool isId = _schema.Fields[step.Field].Role == FieldRole.Id;
        bool isWithoutValue = outcome is FieldOutcome.Missing or FieldOutcome.NotReadable or FieldOutcome.OutOfRange or FieldOutcome.IdTooLong;
        if (isWithoutValue && isId && (_schema.Grain == Grain.Customer || outcome != FieldOutcome.Missing))
        {
            code = outcome == FieldOutcome.Missing ? RejectCode.MissingId : CodeOf(outcome);
            return false;
        }

        if (isWithoutValue && step.WhenUnusable == Unusable.Reject)
        {
            code = CodeOf(outcome);
            return false;
        }

        // Transactions without a customer are common; whoever needs one makes an id for the invoice.
        bool isSilent = outcome == FieldOutcome.Missing && (isId || step.WhenUnusable == Unusable.RepairUnlessMissing);
        if (!isSilent)
        {
            into.Repairs.Add(new Repair(step.Field, RepairOf(outcome)));
        }

        return true;
    }

    private static bool IsEmpty(CsvReader record)
    {
        for (int i = 0; i < record.FieldCount; i++)
        {
            if (record.Field(i).ContainsAnyExcept(" \t"u8))
            {
                return false;
            }
        }

        return true;
    }

    private static RejectCode CodeOf(FieldOutcome outcome) => outcome switch
    {
        FieldOutcome.Missing => RejectCode.MissingRequired,
        FieldOutcome.NotReadable => RejectCode.NotReadable,
        FieldOutcome.OutOfRange => RejectCode.OutOfRange,
        FieldOutcome.IdTooLong => RejectCode.IdTooLong,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not a reason to reject."),
    };

    internal static RepairCode RepairOf(FieldOutcome outcome) => outcome switch
    {
        FieldOutcome.Missing => RepairCode.Missing,
        FieldOutcome.NotReadable => RepairCode.NotReadable,
        FieldOutcome.OutOfRange => RepairCode.OutOfRange,
        FieldOutcome.Rounded => RepairCode.Rounded,
        FieldOutcome.CategoryMapped => RepairCode.CategoryMapped,
        FieldOutcome.UnknownCategory => RepairCode.UnknownCategory,
        FieldOutcome.Shortened => RepairCode.Shortened,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not a repair."),
    };

    private readonly record struct Step(
        int Field, int Column, FieldParser Parser, Unusable WhenUnusable, bool TakesDigits, double DigitsMinimum, double DigitsMaximum);
}
