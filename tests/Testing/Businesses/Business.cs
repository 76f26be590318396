using System.Globalization;
using System.Text;
using Clientele.Schemas;

namespace Clientele.Testing.Businesses;

/// <summary>One made-up customer.</summary>
/// <param name="Cells">In the order of the file's columns, without the target.</param>
/// <param name="LogOdds">That they accept: the truth that a model has to find.</param>
public sealed record MadeUp(string[] Cells, double LogOdds);

/// <summary>
/// A business whose files are like no shipped schema: a schema file beside this code, and customers made up from a known truth. A customer's number alone
/// decides everything about them.
/// </summary>
public abstract class Business
{
    private const ulong Labels = 1UL << 40;

    private readonly Lazy<Schema> _schema;

    protected Business() => _schema = new Lazy<Schema>(() => SchemaFile.Parse(Json, FileName));

    public Schema Schema => _schema.Value;

    /// <summary>Where the schema file is.</summary>
    public string SchemaPath => Path.Combine(Azurite.FindRepository(), "tests", "Testing", "Businesses", FileName);

    public BinaryData Json => BinaryData.FromBytes(File.ReadAllBytes(SchemaPath));

    public abstract string FileName { get; }

    /// <summary>The newest date of its files; none where they have no dates.</summary>
    public virtual DateOnly? Reference => null;

    protected abstract IReadOnlyList<string> Columns { get; }

    protected virtual char Delimiter => ',';

    protected virtual (string Yes, string No) Words => ("yes", "no");

    /// <summary>A file of the customers from <paramref name="from"/> to below <paramref name="to"/>.</summary>
    public string Csv(int from, int to, bool labelled)
    {
        var csv = new StringBuilder();
        csv.AppendJoin(Delimiter, Columns);
        csv.Append(labelled ? $"{Delimiter}{Schema.Fields[Schema.TargetField].Name}\n" : "\n");
        for (int number = from; number < to; number++)
        {
            MadeUp customer = Customer(number);
            csv.AppendJoin(Delimiter, customer.Cells);
            csv.Append(labelled ? $"{Delimiter}{YesOrNo(Accepts(number, customer))}\n" : "\n");
        }

        return csv.ToString();
    }

    /// <summary>What a single prediction of the customer is asked with: column by column, as in the file; empty cells left out.</summary>
    public IReadOnlyDictionary<string, string> Values(int number) =>
        Columns.Zip(Customer(number).Cells).Where(pair => pair.Second.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    public MadeUp Customer(int number) => Make(number, new Dice(Seed, (ulong)number));

    protected abstract ulong Seed { get; }

    protected abstract MadeUp Make(int number, Dice dice);

    protected string YesOrNo(bool value) => value ? Words.Yes : Words.No;

    protected static string Whole(double value) => Math.Round(value).ToString(CultureInfo.InvariantCulture);

    private bool Accepts(int number, MadeUp customer) => new Dice(Seed, (ulong)number + Labels).Chance(1 / (1 + Math.Exp(-customer.LogOdds)));
}
