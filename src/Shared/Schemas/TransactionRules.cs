namespace Clientele.Schemas;

/// <summary>What becomes of lines that name no customer.</summary>
public enum MissingCustomer
{
    /// <summary>Their invoice is a customer of its own, <c>invoice-&lt;number&gt;</c>.</summary>
    Invoice,

    /// <summary>They are left out.</summary>
    Drop,
}

/// <summary>How lines that came back are told from lines that were bought. A quantity below zero is a return either way.</summary>
public enum ReturnMark
{
    /// <summary>By their quantity.</summary>
    Sign,

    /// <summary>By the beginning of their invoice's number, whatever the sign of the quantity.</summary>
    Prefix,
}

/// <summary>What lines count that occur more than once, equal in every column.</summary>
public enum ExactDuplicates
{
    /// <summary>Each time.</summary>
    Keep,

    /// <summary>Once.</summary>
    Drop,
}

/// <summary>What a file of transactions holds.</summary>
public enum TransactionHistory
{
    /// <summary>All that is known: it takes the place of earlier files.</summary>
    Whole,

    /// <summary>What came after earlier files: it is added to them.</summary>
    Append,
}

/// <summary>How purchases a day are counted.</summary>
public enum PurchaseFrequency
{
    /// <summary>Different days of purchase but the first, by the days from the first one to the last day of the history; 0 for who bought on one day only.</summary>
    SinceFirst,

    /// <summary>Invoices with a purchase, by the days from the first to the last purchase, both counted: who bought on one day only has one or more a day.</summary>
    FirstToLast,
}

/// <summary>
/// Which lines of a transactions file count, and what they count as. Lines are left out in this order: no customer, price, product, country, customer.
/// Texts are compared as they stand, with case.
/// </summary>
public sealed record TransactionRules
{
    public MissingCustomer MissingCustomer { get; init; }

    /// <summary>Lines count only where one unit costs more, in the file's currency.</summary>
    public double PriceAbove { get; init; }

    public IReadOnlyList<string> DropStockCodes { get; init; } = [];

    public IReadOnlyList<string> DropCountries { get; init; } = [];

    /// <summary>Ids as they are known after reading: whole numbers without leading zeros.</summary>
    public IReadOnlyList<string> DropCustomers { get; init; } = [];

    public ReturnMark Returns { get; init; }

    /// <summary>For <see cref="ReturnMark.Prefix"/>; not empty.</summary>
    public string ReturnPrefix { get; init; } = "C";

    public ExactDuplicates ExactDuplicates { get; init; }

    public TransactionHistory History { get; init; }

    public PurchaseFrequency Frequency { get; init; }

    /// <summary>Where the columns are.</summary>
    public required TransactionFields Fields { get; init; }
}

/// <summary>Indices into <see cref="Schema.Fields"/> by what a column says of a line; found by the fields' groups, so that no code names a column.</summary>
/// <param name="Invoice">Its number: text, never missing.</param>
/// <param name="Product">Its code: text, never missing.</param>
/// <param name="Quantity">Units, within ±<see cref="LargestAmount"/>; never missing.</param>
/// <param name="Date">Never missing.</param>
/// <param name="Price">Of one unit, within ±<see cref="LargestAmount"/>; never missing.</param>
/// <param name="Customer">The field with the role of id.</param>
/// <param name="Country">Text; −1 where the schema has none.</param>
/// <param name="Description">Text; −1 where the schema has none.</param>
public sealed record TransactionFields(int Invoice, int Product, int Quantity, int Date, int Price, int Customer, int Country, int Description)
{
    /// <summary>Quantities and prices beyond it are no trade, and their products could no longer be added up exactly.</summary>
    public const double LargestAmount = 1e9;
}
