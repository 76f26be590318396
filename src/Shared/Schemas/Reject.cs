namespace Clientele.Schemas;

/// <summary>Why a record could not be used.</summary>
/// <param name="Field">Index into <see cref="Schema.Fields"/>; −1 where the whole record is meant.</param>
public readonly record struct Reject(int Field, RejectCode Code);

/// <summary>Names in files and tables come from <see cref="RejectText"/>.</summary>
public enum RejectCode
{
    /// <summary>Fewer or more fields than the header.</summary>
    WrongFieldCount,
    UnclosedQuote,
    RecordTooLong,
    NulByte,

    /// <summary>Nothing but delimiters.</summary>
    EmptyRecord,
    MissingId,
    IdTooLong,

    /// <summary>A required field has no value.</summary>
    MissingRequired,

    /// <summary>A required field's text is not of its type.</summary>
    NotReadable,

    /// <summary>A required field's value is outside its bounds.</summary>
    OutOfRange,

    /// <summary>A later record of the same file has the same id.</summary>
    DuplicateId,
}
