namespace Clientele.Insiders;

/// <summary>What the claims are judged by, of all customers or of a resample. Places are those of customers in ascending order of revenue, so that medians and quarters are counted off.</summary>
internal sealed class HypothesisFigures
{
    public const int Lines = 0;
    public const int Revenue = 1;
    public const int Returns = 2;
    public const int MedianLead = 3;
    public const int Quarters = 4;
    public const int ThirdQuarterLead = 8;
    public const int Count = 9;

    private readonly double[] _revenue;
    private readonly double[] _lines;
    private readonly double[] _returns;

    /// <param name="customers">Who is looked at.</param>
    public HypothesisFigures(PurchaseTable purchases, IReadOnlyList<bool> members, IReadOnlyList<int> customers)
    {
        int[] order = [.. customers.OrderBy(customer => purchases[customer, PurchaseFeature.Revenue])];
        Members = [.. order.Select(customer => members[customer])];
        _revenue = Column(PurchaseFeature.Revenue);
        _lines = Column(PurchaseFeature.Lines);
        _returns = Column(PurchaseFeature.Returns);
        double[] units = Column(PurchaseFeature.Units);
        UnitShare = Share(units);
        MembersReturns = _returns.Where((_, place) => Members[place]).DefaultIfEmpty(0).Average();
        EveryoneReturns = _returns.DefaultIfEmpty(0).Average();
        MembersReturned = Ratio(_returns.Where((_, place) => Members[place]).Sum(), units.Where((_, place) => Members[place]).Sum());
        EveryoneReturned = Ratio(_returns.Sum(), units.Sum());
        MembersMedian = MiddleValues.OfSorted([.. _revenue.Where((_, place) => Members[place])]);
        EveryoneMedian = MiddleValues.OfSorted(_revenue);
        double[] own = [.. _revenue.Where((_, place) => Members[place])];
        TopQuarter = Ratio(own.Skip(own.Length - (own.Length / 4)).Sum(), own.Sum());

        double[] Column(PurchaseFeature feature) => [.. order.Select(customer => purchases[customer, feature])];
    }

    /// <summary>By place.</summary>
    public bool[] Members { get; }

    /// <summary>Of all units bought, the members' part.</summary>
    public double UnitShare { get; }

    /// <summary>Mean units returned by a member.</summary>
    public double MembersReturns { get; }

    public double EveryoneReturns { get; }

    /// <summary>Units returned per unit bought.</summary>
    public double MembersReturned { get; }

    public double EveryoneReturned { get; }

    public double MembersMedian { get; }

    public double EveryoneMedian { get; }

    /// <summary>Of the members' revenue, the part of the quarter of members with the most.</summary>
    public double TopQuarter { get; }

    /// <inheritdoc cref="CustomerFigures"/>
    public void Write(ReadOnlySpan<double> members, ReadOnlySpan<double> places, Span<double> values)
    {
        var times = new int[Members.Length];
        int inside = 0;
        for (int i = 0; i < places.Length; i++)
        {
            int place = (int)places[i];
            times[place]++;
            inside += Members[place] ? 1 : 0;
        }

        (double lines, double theirLines, double money, double returned, double theirReturned) = (0, 0, 0, 0, 0);
        Span<double> quarters = stackalloc double[4];
        quarters.Clear();
        var everyone = new CountedMedian(places.Length);
        var insiders = new CountedMedian(inside);
        int below = 0;
        int quarter = 0;
        double last = double.NegativeInfinity;
        for (int place = 0; place < times.Length; place++)
        {
            if (times[place] == 0)
            {
                continue;
            }

            // Customers of equal revenue stay together, in the quarter that the first of them is in.
            quarter = _revenue[place] > last ? (int)(4L * below / places.Length) : quarter;
            last = _revenue[place];
            below += times[place];
            everyone.Add(last, times[place]);
            lines += times[place] * _lines[place];
            money += times[place] * last;
            returned += times[place] * _returns[place];
            if (Members[place])
            {
                insiders.Add(last, times[place]);
                theirLines += times[place] * _lines[place];
                theirReturned += times[place] * _returns[place];
                quarters[quarter] += times[place] * last;
            }
        }

        double theirMoney = quarters[0] + quarters[1] + quarters[2] + quarters[3];
        values[Lines] = Ratio(theirLines, lines);
        values[Revenue] = Ratio(theirMoney, money);
        values[Returns] = (theirReturned / inside) - (returned / places.Length);
        values[MedianLead] = everyone.Value > 0 ? (insiders.Value / everyone.Value) - 1 : 0;
        for (int q = 0; q < 4; q++)
        {
            values[Quarters + q] = Ratio(quarters[q], theirMoney);
        }

        values[ThirdQuarterLead] = values[Quarters + 2] - Math.Max(values[Quarters], Math.Max(values[Quarters + 1], values[Quarters + 3]));
    }

    private double Share(double[] column) => Ratio(column.Where((_, place) => Members[place]).Sum(), column.Sum());

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

    /// <summary>The median of values that come in ascending order, some more than once.</summary>
    private struct CountedMedian(int count)
    {
        private int _seen;
        private double _lower;
        private double _upper;

        public readonly double Value => 0.5 * (_lower + _upper);

        public void Add(double value, int times)
        {
            int after = _seen + times;
            if (_seen <= (count - 1) / 2 && after > (count - 1) / 2)
            {
                _lower = value;
            }

            if (_seen <= count / 2 && after > count / 2)
            {
                _upper = value;
            }

            _seen = after;
        }
    }
}
