using System.Text.Json;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>Reads and scores one customer after the other with the same parsing, features and model as a file's. Not safe for two threads.</summary>
internal sealed class SingleScorer
{
    /// <summary>With a smaller share of its features the full model would mostly say what is typical.</summary>
    public const int PercentForFull = 80;

    private const string FullModel = "full";
    private const string CompactModel = "compact";

    private readonly Schema _schema;
    private readonly LoadedModel<ResponseModel> _champion;
    private readonly ResponseScorer _scorer;
    private readonly SinglePlacement? _segments;
    private readonly SingleRecord _reader;
    private readonly TypedRecord _record;
    private readonly int[] _features;
    private readonly int[] _dates;
    private readonly IReadOnlyList<GroupTotal> _totals;

    /// <param name="segments">Null: customers are not segmented.</param>
    public SingleScorer(Schema schema, LoadedModel<ResponseModel> champion, PricedResponse priced, LoadedModel<SegmentModel>? segments)
    {
        _segments = segments is null ? null : new SinglePlacement(segments);
        _schema = schema;
        _champion = champion;
        _scorer = priced.CreateScorer();
        _totals = GroupTotal.Of(schema);
        _reader = new SingleRecord(schema, [.. _totals.Select(total => total.Field)]);
        _record = new TypedRecord(schema);
        _features = [.. Enumerable.Range(0, schema.Fields.Count).Where(field => schema.Fields[field].Role == FieldRole.Feature)];
        _dates = [.. Enumerable.Range(0, schema.Fields.Count).Where(field => schema.Fields[field].Type == FieldType.Date)];
    }

    /// <returns>False when the customer cannot be used; the problems say why.</returns>
    public bool TryRead(JsonElement customer, ICollection<FieldProblem> problems) => _reader.Read(customer, _record, problems);

    /// <summary>Scores the customer read last.</summary>
    /// <param name="asOf">The day on which the values are true; null where nobody said: then the day of the newest labelled file.</param>
    /// <param name="names">That people gave to segments.</param>
    public Prediction Score(DateOnly? asOf, SegmentNamesFile names)
    {
        _record.AsOf = asOf?.DayNumber ?? Math.Max(_champion.Model.AsOf, NewestDay());
        bool isFull = 100 * _features.Count(_reader.IsGiven) >= PercentForFull * _features.Length;
        ReadOnlySpan<byte> id = _schema.IdField >= 0 ? _record.Text(_schema.IdField) : default;
        int trained = id.IsEmpty ? -1 : _champion.TrainedCustomers.Find(id);
        CustomerScore score = isFull ? _scorer.Score(_record, trained, _reader.Totals) : _scorer.ScoreCompact(_record, _reader.Totals);
        (double low, double high) = isFull ? _champion.Model.Calibration.Of(score.Probability) : _champion.Model.CompactCalibration.Of(score.Probability);
        return new Prediction
        {
            Id = id.IsEmpty ? null : _record.TextString(_schema.IdField),
            Probability = score.Probability,
            Decile = score.Decile,
            Verdicts = VerdictNames.Of(score.Verdicts),
            ExpectedProfit = score.ExpectedProfit,
            Interval = new PredictionInterval(low, high),
            Segments = _segments?.Of(_record, _reader, names),
            Reasons = [.. ReasonView.Of(score, _record).Select(reason => new PredictionReason(reason.En, reason.Es, reason.Pt, reason.Contribution, reason.Field))],
            Model = isFull ? FullModel : CompactModel,
            ModelVersion = _champion.Manifest.Version,
            Demonstration = _champion.Manifest.Demonstration,
            SeenInTraining = trained >= 0,
            Repairs = _record.Repairs.Count == 0
                ? []
                : [.. _record.Repairs.Select(repair => new PredictionRepair(_schema.Fields[repair.Field].Name, RepairText.Code(repair.Code)))],
            Missing = Missing(),
        };
    }

    /// <summary>Values are not true before the newest day that they tell of.</summary>
    private int NewestDay()
    {
        double newest = 0;
        foreach (int date in _dates)
        {
            // A missing date is NaN, above which nothing is.
            if (_record.Numbers[date] > newest)
            {
                newest = _record.Numbers[date];
            }
        }

        return (int)newest;
    }

    /// <summary>Features that are neither given nor within a total that is.</summary>
    private List<string> Missing()
    {
        var missing = new List<string>();
        foreach (int feature in _features)
        {
            if (!_reader.IsGiven(feature) && !IsWithinTotal(feature))
            {
                missing.Add(_schema.Fields[feature].Name);
            }
        }

        return missing;
    }

    private bool IsWithinTotal(int feature)
    {
        for (int total = 0; total < _totals.Count; total++)
        {
            if (!double.IsNaN(_reader.Totals[total]) && _totals[total].Members.Contains(feature))
            {
                return true;
            }
        }

        return false;
    }
}
