using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What customers of a shop will buy, as fitted on a history. Immutable, safe from any thread.</summary>
public sealed class ValueModel
{
    /// <summary>Days that a customer's value is stated for.</summary>
    public static readonly IReadOnlyList<int> Horizons = [30, 90, 180];

    public const int FormatVersion = 1;

    private const string Format = "clientele.value";
    private readonly CustomerForecast? _forecast;

    internal ValueModel(
        int lastDay,
        ForecastMethod method,
        LocalText? note,
        SeasonalClock clock,
        BgNbdModel? buying,
        GammaGammaModel? spending,
        Inflow inflow,
        LevelDoubt doubt,
        IReadOnlyList<ForecastHoldout> holdouts)
    {
        (LastDay, Method, Note, Clock, Buying, Spending, Inflow, Doubt, Holdouts) = (lastDay, method, note, clock, buying, spending, inflow, doubt, holdouts);
        _forecast = buying is null || spending is null ? null : new CustomerForecast(buying, spending);
        if ((buying is null) != (spending is null) || (buying is null && method == ForecastMethod.Model) || !Enum.IsDefined(method))
        {
            throw new InvalidDataException($"Months are forecast by {method}, with {(buying is null ? "no" : "a")} model of purchases and {(spending is null ? "no" : "a")} model of amounts; expected both or neither.");
        }

        if (lastDay < 0 || lastDay > DateOnly.MaxValue.DayNumber - Horizons[^1] || !clock.Reaches(lastDay) || inflow.Fault is not null || doubt.Fault is not null)
        {
            throw new InvalidDataException(FormattableString.Invariant($"The last day is {lastDay}, with a clock of {clock.Factors.Count} weeks from day {clock.Origin}; {inflow.Fault ?? "the inflow can be"}; {doubt.Fault ?? "the doubt can be"}."));
        }
    }

    /// <summary>Of the history it was fitted on, as a day number.</summary>
    public int LastDay { get; }

    /// <summary>What did best on the holdouts, and months are forecast with.</summary>
    public ForecastMethod Method { get; }

    /// <summary>Why there is no model, or why it is not what months are forecast with; null otherwise.</summary>
    public LocalText? Note { get; }

    public SeasonalClock Clock { get; }

    /// <summary>In days of <see cref="Clock"/>; null where the history is too short or too few came back.</summary>
    public BgNbdModel? Buying { get; }

    /// <summary>Null where <see cref="Buying"/> is.</summary>
    public GammaGammaModel? Spending { get; }

    /// <summary>At <see cref="LastDay"/>.</summary>
    public Inflow Inflow { get; }

    public LevelDoubt Doubt { get; }

    /// <summary>The newest first; none where the history is too short.</summary>
    public IReadOnlyList<ForecastHoldout> Holdouts { get; }

    internal CustomerForecast? Forecast => _forecast;

    /// <summary>What an identified customer is worth in the 30, 90 and 180 days after a day. A few microseconds; nothing random.</summary>
    /// <param name="days">Day number of each purchase, ascending; those after <paramref name="asOf"/> do not count.</param>
    /// <param name="amounts">Money of each.</param>
    /// <param name="asOf">The last day that is known, usually that of the table.</param>
    /// <exception cref="ArgumentException">Sizes differ.</exception>
    public CustomerValue Of(ReadOnlySpan<int> days, ReadOnlySpan<double> amounts, int asOf)
    {
        if (days.Length != amounts.Length)
        {
            throw new ArgumentException($"There are {days.Length} days and {amounts.Length} amounts.", nameof(amounts));
        }

        days = PurchasesUntil.Until(days, asOf);
        amounts = amounts[..days.Length];
        if (days.IsEmpty)
        {
            return CustomerValue.None;
        }

        if (_forecast is null)
        {
            return NaiveValue.Of(days, amounts, asOf);
        }

        PurchaseHistory history = PurchasesUntil.History(days, asOf, Clock);
        PurchaseValue value = PurchasesUntil.Value(amounts);
        double now = Clock.Elapsed(asOf);
        return new CustomerValue(_forecast.Alive(history), In(0), In(1), In(2));

        ExpectedValue In(int horizon) =>
            _forecast.Expected(Horizons[horizon], history, value, Clock.Elapsed(asOf + Horizons[horizon]) - now, Doubt.Horizons[horizon]);
    }

    /// <summary>As of the last day of the history it was fitted on.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{int}, ReadOnlySpan{double}, int)"/>
    public CustomerValue Of(ReadOnlySpan<int> days, ReadOnlySpan<double> amounts) => Of(days, amounts, LastDay);

    /// <summary>The same bytes for the same model.</summary>
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(
        new ValueModelFile(Format, FormatVersion, LastDay, Method, Note, Clock, Buying, Spending, Inflow, Doubt, Holdouts), ValueJson.Default.ValueModelFile));

    /// <exception cref="InvalidDataException">Not JSON, of another format or version, or its parts do not fit together.</exception>
    public static ValueModel FromJson(BinaryData json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            // First the version alone: the rest of a later version may not even parse as this one.
            ValueModelHeader? header = JsonSerializer.Deserialize(json.ToMemory().Span, ValueJson.Default.ValueModelHeader);
            if (header is not { Format: Format, FormatVersion: FormatVersion })
            {
                throw new InvalidDataException($"Found {(header is null ? "null" : $"format '{header.Format}' version {header.FormatVersion}")}; expected format '{Format}' version {FormatVersion}.");
            }

            ValueModelFile read = JsonSerializer.Deserialize(json.ToMemory().Span, ValueJson.Default.ValueModelFile)!;
            return new ValueModel(read.LastDay, read.Method, read.Note, read.Clock, read.Buying, read.Spending, read.Inflow, read.Doubt, read.Holdouts);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"Something that is not a model of value ({e.Message}); expected format '{Format}' version {FormatVersion}.", e);
        }
    }
}

/// <summary>How sure the level of the whole shop is: deviations of the logarithm of what is sold against what is expected.</summary>
/// <param name="Horizons">Of the mean of the next 30, 90, 180 days.</param>
/// <param name="Months">Of each 30 days after the last day, one after the other.</param>
public sealed record LevelDoubt(IReadOnlyList<double> Horizons, IReadOnlyList<double> Months)
{
    /// <summary>Enough for what is left of a month and six more.</summary>
    internal const int MonthsAhead = 8;

    /// <summary>Without anything known: wide.</summary>
    internal static LevelDoubt Unknown { get; } = new([0.4, 0.4, 0.4], [.. Enumerable.Repeat(0.4, MonthsAhead)]);

    internal string? Fault => Horizons.Count == 3 && Months.Count == MonthsAhead && Horizons.Concat(Months).All(value => value is >= 0 and < 10)
        ? null
        : FormattableString.Invariant($"there are {Horizons.Count} and {Months.Count} deviations, from {Horizons.Concat(Months).DefaultIfEmpty().Min()} to {Horizons.Concat(Months).DefaultIfEmpty().Max()}");
}

/// <summary>The JSON of a model, field by field.</summary>
internal sealed record ValueModelFile(
    string Format,
    int FormatVersion,
    int LastDay,
    ForecastMethod Method,
    LocalText? Note,
    SeasonalClock Clock,
    BgNbdModel? Buying,
    GammaGammaModel? Spending,
    Inflow Inflow,
    LevelDoubt Doubt,
    IReadOnlyList<ForecastHoldout> Holdouts);

/// <summary>What can be read of a model of any version.</summary>
internal sealed record ValueModelHeader(string Format, int FormatVersion);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ValueModelFile))]
[JsonSerializable(typeof(ValueModelHeader))]
internal sealed partial class ValueJson : JsonSerializerContext;
