using Clientele.Campaign;
using Clientele.Features;
using Clientele.Schemas;
using Clientele.Tests.Features;

namespace Clientele.Tests.Campaign;

/// <summary>The shop's customers, some with gaps, and what all four learners make of them; fitted once.</summary>
internal static class TrainedShop
{
    private const int Customers = 240;

    private static readonly Lazy<TrainedResponse> Fitted = new(() => ResponseTraining.Fit(Rows!, Options!, null, default));
    private static readonly Lazy<ResponseBlend> OfAll = new(FitBlend);

    public static ResponseTrainingOptions Options { get; } = new() { Folds = 2, Repeats = 1 };

    public static TrainingRows Rows { get; } = RowsOf(Customers);

    public static TrainedResponse Trained => Fitted.Value;

    public static PricedResponse Priced => Trained.Model.Price(SampleShop.Schema.Economics!, new ObjectiveRules());

    /// <summary>All four learners, whatever training would choose.</summary>
    public static ResponseBlend Blend => OfAll.Value;

    public static CrossValidation Validation(IReadOnlyList<string> learners) => new(Rows, [.. learners.Select(ResponseCandidates.Find)], Options);

    public static TrainingRows RowsOf(int customers)
    {
        var rows = new TrainingRows(SampleShop.Schema);
        for (int i = 0; i < customers; i++)
        {
            rows.Add(Customer(i));
        }

        return rows;
    }

    /// <summary>A customer of the shop who mostly responds if they accepted two offers; about one value in ten is not known.</summary>
    public static TypedRecord Customer(int number)
    {
        TypedRecord record = SampleShop.Customer(number);
        var random = new Random(100_000 + number);
        double[] offers = record.Numbers[(SampleShop.Shop + 1)..SampleShop.Schema.TargetField];
        record.Numbers[SampleShop.Schema.TargetField] = random.NextDouble() < (offers.Sum() >= 2 ? 0.7 : 0.1) ? 1 : 0;
        for (int field = SampleShop.Born; field < SampleShop.Schema.TargetField; field++)
        {
            if (random.Next(10) == 0)
            {
                record.Numbers[field] = double.NaN;
                record.SetText(field, []);
            }
        }

        return record;
    }

    private static ResponseBlend FitBlend()
    {
        FittedLearners fit = Validation(ResponseCandidates.All).Fit([.. Enumerable.Range(0, Customers)], FeatureSpace.Fit(Rows), seed: 7, default);
        return new ResponseBlend(fit.Features, fit.Members, 1.25, -0.5);
    }
}
