using System.Numerics;
using System.Runtime.CompilerServices;
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
    private readonly PlainFields? _plain;

    // The index into _steps by field, and a bit for each field that has one; only where there are plain fields.
    private readonly int[] _stepOfField;
    private readonly ulong _fieldsRead;

    /// <exception cref="ArgumentException">The match is not complete.</exception>
    public RecordTyper(HeaderMatch match, CsvDialect dialect)
        : this(match, dialect, cellByCell: false)
    {
    }

    /// <param name="match">Complete.</param>
    /// <param name="dialect">The file's.</param>
    /// <param name="cellByCell">Every cell goes through its parser: slow, simple, and what <see cref="PlainFields"/> is held to.</param>
    internal RecordTyper(HeaderMatch match, CsvDialect dialect, bool cellByCell)
    {
        ArgumentNullException.ThrowIfNull(match);
        if (!match.IsComplete)
        {
            throw new ArgumentException(match.Sentence ?? "The header match is not complete.", nameof(match));
        }

        _schema = match.Schema;
        _columnCount = match.ColumnCount;
        var steps = new List<Step>();
        var parsers = new FieldParser?[_schema.Fields.Count];
        _stepOfField = new int[parsers.Length];
        for (int i = 0; i < _schema.Fields.Count; i++)
        {
            SchemaField field = _schema.Fields[i];
            bool isRead = match.ColumnOfField[i] >= 0 && (field.Role != FieldRole.Target || match.Purpose == HeaderPurpose.Train);
            if (isRead)
            {
                parsers[i] = new FieldParser(_schema, i, dialect);
                _stepOfField[i] = steps.Count;
                _fieldsRead |= 1UL << i;
                steps.Add(new Step(i, match.ColumnOfField[i], parsers[i]!, WhenUnusable(field)));
            }
        }

        _steps = [.. steps];
        if (!cellByCell && parsers.Length <= PlainFields.Most && _columnCount is >= PlainFields.Fewest and <= PlainFields.Most)
        {
            _plain = new PlainFields(parsers, match.ColumnOfField, _columnCount);
        }
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryType(CsvReader record, TypedRecord into, out Reject reject)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(into);
        if (record.Fault != CsvFault.None || record.FieldCount != _columnCount)
        {
            if (ShapeReject(record) is { } code)
            {
                reject = new Reject(-1, code);
                return false;
            }
        }

        if (_plain is not null && record.TryPositions(out FieldPositions positions))
        {
            into.ClearAllButNumbers();

            // From the lowest bit, which is from left to right in the schema.
            for (ulong left = _fieldsRead & ~_plain.Type(positions, into); left != 0; left &= left - 1)
            {
                if (!TryStep(_steps[_stepOfField[BitOperations.TrailingZeroCount(left)]], record, into, out reject))
                {
                    return false;
                }
            }
        }
        else
        {
            into.Clear();
            foreach (ref readonly Step step in _steps.AsSpan())
            {
                if (!TryStep(step, record, into, out reject))
                {
                    return false;
                }
            }
        }

        reject = default;
        return true;
    }

    private bool TryStep(in Step step, CsvReader record, TypedRecord into, out Reject reject)
    {
        reject = default;
        FieldOutcome outcome = step.Parser.Parse(record.Field(step.Column), into);
        if (outcome == FieldOutcome.Ok || Accept(step, outcome, into, out RejectCode code))
        {
            return true;
        }

        reject = IsEmpty(record) ? new Reject(-1, RejectCode.EmptyRecord) : new Reject(step.Field, code);
        return false;
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

    private bool Accept(in Step step, FieldOutcome outcome, TypedRecord into, out RejectCode code)
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

    private readonly record struct Step(int Field, int Column, FieldParser Parser, Unusable WhenUnusable);
}
