using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Fits what customers will buy, and judges it on days of the past.</summary>
public static class ValueTraining
{
    private const int MostHoldouts = 3;

    /// <summary>Days of a holdout, and from one to the next. A cut must know that many days more than a model needs: one that knows less than it forecasts is no like for like.</summary>
    private const int HoldoutDays = 90;

    /// <summary>
    /// Never fails for odd purchases: where too little is known for a model, forecasts are naive and <see cref="ValueModel.Note"/> says so. The same table
    /// and options give the same model.
    /// </summary>
    /// <param name="progress">Told a growing share of 1.</param>
    /// <exception cref="OperationCanceledException"/>
    public static ValueModel Fit(PurchaseTable purchases, ValueOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ValueOptions.Check(options);
        var all = new PurchasesUntil(purchases, purchases.LastDay);
        var parts = new Share(progress, MostHoldouts + 1);
        FittedValue? fitted = FittedValue.Of(all, options, parts, cancellation);
        if (fitted is null)
        {
            progress?.Report(1);
            return new ValueModel(
                purchases.LastDay, ForecastMethod.Naive, TooLittle(), SeasonalClock.Even, null, null, Inflow.Of(all, SeasonalClock.Even, null, null), LevelDoubt.Unknown, []);
        }

        var holdouts = new List<ForecastHoldout>();
        var doubts = new LevelDoubts();
        for (int i = 1; i <= MostHoldouts; i++)
        {
            parts.Start(i);
            int cut = purchases.LastDay - (i * HoldoutDays);
            var until = new PurchasesUntil(purchases, cut);
            if (until.Length < HoldoutDays + options.ShortestHistory || FittedValue.Of(until, options, parts, cancellation) is not { } earlier)
            {
                break;
            }

            holdouts.Add(ForecastHoldouts.Judge(purchases, until, earlier, HoldoutDays, options, cancellation));
            doubts.Add(purchases, until, earlier, HoldoutDays, cancellation);
        }

        progress?.Report(1);
        ForecastMethod method = Best(holdouts);
        return new ValueModel(
            purchases.LastDay,
            method,
            method == ForecastMethod.Model ? null : NotBest(method),
            fitted.Clock,
            fitted.Buying,
            fitted.Spending,
            fitted.Inflow,
            doubts.Of(fitted.Deviation, method),
            holdouts);
    }

    /// <summary>The least mean absolute error; where two are even, the one that says most of single customers.</summary>
    internal static ForecastMethod Best(IReadOnlyList<ForecastHoldout> holdouts)
    {
        if (holdouts.Count == 0)
        {
            return ForecastMethod.Model;
        }

        // A method is judged only if it could answer each time.
        double model = holdouts.Average(each => Math.Abs(each.Model - each.Actual));
        double naive = holdouts.Average(each => Math.Abs(each.Naive - each.Actual));
        double seasonal = holdouts.All(each => each.Seasonal is not null) ? holdouts.Average(each => Math.Abs(each.Seasonal!.Value - each.Actual)) : double.PositiveInfinity;
        return model <= naive && model <= seasonal ? ForecastMethod.Model : seasonal < naive ? ForecastMethod.Seasonal : ForecastMethod.Naive;
    }

    private static LocalText TooLittle() => new(
        "There are too few returning customers, or too few days of history, for a model of what customers will buy: the forecast repeats the days before.",
        "Hay muy pocos clientes que vuelven, o muy pocos días de historia, para un modelo de lo que comprarán: la previsión repite los días anteriores.",
        "Há poucos clientes que voltam, ou poucos dias de histórico, para um modelo do que vão comprar: a previsão repete os dias anteriores.");

    private static LocalText NotBest(ForecastMethod method) => method == ForecastMethod.Naive
        ? new(
            "On days of the past, repeating the 90 days before was closer than the model of customers, so the months are forecast that way.",
            "En días pasados, repetir los 90 días anteriores acertó más que el modelo de clientes; así se prevén los meses.",
            "Em dias passados, repetir os 90 dias anteriores acertou mais do que o modelo de clientes; assim são previstos os meses.")
        : new(
            "On days of the past, the same days of the year before were closer than the model of customers, so the months are forecast that way.",
            "En días pasados, los mismos días del año anterior acertaron más que el modelo de clientes; así se prevén los meses.",
            "Em dias passados, os mesmos dias do ano anterior acertaram mais do que o modelo de clientes; assim são previstos os meses.");

    /// <summary>One of equal parts after the other.</summary>
    private sealed class Share(IProgress<double>? whole, int parts) : IProgress<double>
    {
        private int _part;

        public void Start(int part) => _part = part;

        public void Report(double value) => whole?.Report((_part + value) / parts);
    }
}
