namespace Clientele.Schemas;

public enum Grain
{
    Customer,
    Transaction,
}

public enum FieldType
{
    Integer,
    Number,
    Date,
    Boolean,

    /// <summary>Text; with <see cref="SchemaField.Categories"/> a category.</summary>
    Text,
}

/// <summary>What a field is for. Roles drive features, pages and reports, so that no code names a column.</summary>
public enum FieldRole
{
    /// <summary>Kept and published, not a feature.</summary>
    Attribute,

    /// <summary>Names the customer. One per schema at most.</summary>
    Id,

    /// <summary>What is predicted: 1 accepted, 0 did not. Absent from files to score.</summary>
    Target,

    /// <summary>A predictor.</summary>
    Feature,

    /// <summary>Read and checked, neither published nor used (constants).</summary>
    Ignored,
}

/// <summary>One column of a kind of file. Immutable.</summary>
public sealed record SchemaField
{
    public required string Name { get; init; }
    public required FieldType Type { get; init; }
    public FieldRole Role { get; init; } = FieldRole.Feature;

    /// <summary>The family a feature belongs to ("spend", "purchases", "accepted", "household"…), or null.</summary>
    public string? Group { get; init; }

    /// <summary>Other headers that mean this field, in any language; compared without case, accents and punctuation.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The file must have the column, and a record without a usable value is rejected. Otherwise the value is repaired.</summary>
    public bool Required { get; init; }

    /// <summary>The file must have the column, though a record may lack its value: the value is repaired then. Implied by <see cref="Required"/>.</summary>
    public bool ColumnRequired { get; init; }

    /// <summary>Inclusive; below it the value is repaired (or the record rejected, when required). Dates as day numbers.</summary>
    public double? Minimum { get; init; }

    /// <summary>Inclusive, see <see cref="Minimum"/>.</summary>
    public double? Maximum { get; init; }

    /// <summary>Canonical values of a category, in file spelling; empty for free text.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Other spellings of a category and the canonical value each stands for.</summary>
    public IReadOnlyDictionary<string, string> CategoryAliases { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Texts that mean "no value", beside the empty one.</summary>
    public IReadOnlyList<string> MissingValues { get; init; } = [];

    /// <summary>A sentence for people: meaning and unit.</summary>
    public string? Description { get; init; }

    /// <summary>A year: models take how long ago it was, such as an age, at the record's <see cref="TypedRecord.AsOf"/>.</summary>
    public bool IsYear { get; init; }

    /// <summary>The categories stand in an order, lowest first.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Tells of the person what a model can be asked to do without (age, marital status, children), and by what selection rates are compared.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>How people are told of the field, by language.</summary>
    public LocalWording Wording { get; init; } = LocalWording.None;

    public bool IsCategory => Categories.Count > 0;

    /// <summary>Published as a column of <c>customers&lt;schema&gt;</c> and given to the model.</summary>
    public bool IsPublished => Role is FieldRole.Attribute or FieldRole.Feature;

    /// <summary>A short name for people, as in a form or over a column.</summary>
    public string TitleIn(Language language) => Wording.TitleIn(language, Name);
}

/// <summary>Features of one family: their total or count is a thing that people know and ask for.</summary>
/// <param name="Name">As in <see cref="SchemaField.Group"/>.</param>
/// <param name="Fields">Indices of its fields with the role of feature, ascending.</param>
/// <param name="Wording">How people are told of the total.</param>
public sealed record SchemaGroup(string Name, IReadOnlyList<int> Fields, LocalWording Wording)
{
    /// <summary>A short name of the total for people.</summary>
    public string TitleIn(Language language) => Wording.TitleIn(language, Name);
}

/// <summary>What a contact costs and what an acceptance brings, in the file's own currency.</summary>
public sealed record Economics(double ContactCost, double ResponseValue)
{
    /// <summary>The probability above which a contact pays for itself.</summary>
    public double BreakEven => ContactCost / ResponseValue;
}

/// <summary>What a kind of CSV holds. Immutable; read from a schema file by <c>SchemaFile</c>.</summary>
public sealed record Schema
{
    /// <summary>Lowercase letters and digits, a letter first, 3–40 long: part of table names and paths.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }
    public required Grain Grain { get; init; }
    public required IReadOnlyList<SchemaField> Fields { get; init; }

    /// <summary>The families of features, in the order of their first fields.</summary>
    public IReadOnlyList<SchemaGroup> Groups { get; init; } = [];

    /// <summary>Null where nothing is offered to customers.</summary>
    public Economics? Economics { get; init; }

    /// <summary>Which lines of a file count; null for customers.</summary>
    public TransactionRules? Transactions { get; init; }

    /// <summary>SHA-256 of what a model depends on (names, types, roles, groups, categories, rules of transactions), in hex: a model of another fingerprint is refused.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>−1 where customers have no ids: they are named by their lines then.</summary>
    public int IdField => IndexOf(FieldRole.Id);

    /// <summary>Customers are known by whole numbers.</summary>
    public bool HasIntegerIds => IdField is >= 0 and int id && Fields[id].Type == FieldType.Integer;

    public int TargetField => IndexOf(FieldRole.Target);

    private int IndexOf(FieldRole role)
    {
        for (int i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Role == role)
            {
                return i;
            }
        }

        return -1;
    }
}
