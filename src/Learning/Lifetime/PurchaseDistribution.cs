namespace Clientele.Learning;

/// <summary>
/// The number of purchases Y of one customer in a time to come, under BG/NBD. Given that the customer is still active, purchases offered in that time are
/// negative binomial, N, and a customer goes on after each with probability 1 − p, p beta(a, b); so P(Y &gt; n) = wₙ·P(N &gt; n) with
/// wₙ = E(1 − p)ⁿ = (b)ₙ/(a + b)ₙ. Summed over n that is equation 10 of the paper after Euler's transformation of its ₂F₁: all terms are positive, and
/// nothing is divided by a − 1. Relative error of the mean about 1e-13, absolute error of probabilities about 1e-14.
/// </summary>
public readonly struct PurchaseDistribution
{
    /// <summary>Where the sum would be longer than this, quadrature takes over.</summary>
    private const double LongestSum = 20_000;

    private readonly double _shape;
    private readonly double _time;
    private readonly double _a;
    private readonly double _b;

    /// <param name="alive">0 to 1.</param>
    /// <param name="shape">Of the purchase rate, r + x.</param>
    /// <param name="time">In units of the rate's scale, t/(α + T).</param>
    internal PurchaseDistribution(double alive, double shape, double time, double a, double b)
    {
        if (!(time >= 0 && double.IsFinite(time)))
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, "The time to come is 0 or more, and finite.");
        }

        (Alive, _shape, _time, _a, _b) = (alive, shape, time, a, b);
    }

    /// <summary>Probability that the customer is still active.</summary>
    public double Alive { get; }

    public double Mean => Alive * (((_shape * _time) + 40) * (1 + _time) > LongestSum ? StoppingRate.Mean(_shape, _time, _a, _b) : SummedMean());

    /// <summary>P(Y = n); 0 below 0.</summary>
    public double Probability(int n)
    {
        if (n < 0)
        {
            return 0;
        }

        Walk walk = Start();
        while (walk.N < n)
        {
            walk.Next();
        }

        return (n == 0 ? 1 - Alive : 0) + (Alive * walk.Purchases);
    }

    /// <summary>Fills in P(Y = n) for n = 0, 1, 2 … in one walk, where each by <see cref="Probability"/> would start anew; 0 after the end.</summary>
    /// <param name="rest">Ends where no more than this probability is left, 0 to 1.</param>
    /// <returns>How many were filled in: all, where more than the rest is left.</returns>
    public int Probabilities(Span<double> probabilities, double rest)
    {
        Walk walk = Start();
        int count = 0;
        while (count < probabilities.Length)
        {
            probabilities[count] = (count == 0 ? 1 - Alive : 0) + (Alive * walk.Purchases);
            count++;
            if (Alive * walk.More <= rest || walk.Exhausted)
            {
                break;
            }

            walk.Next();
        }

        probabilities[count..].Clear();
        return count;
    }

    /// <summary>P(Y ≤ n); 0 below 0.</summary>
    public double Cdf(int n)
    {
        if (n < 0)
        {
            return 0;
        }

        Walk walk = Start();
        while (walk.N < n)
        {
            walk.Next();
        }

        return 1 - (Alive * walk.More);
    }

    /// <summary>The least n with P(Y ≤ n) ≥ <paramref name="probability"/>.</summary>
    /// <param name="probability">From 0 up to, but without, 1. Above 1 − 1e-14 rounding decides.</param>
    public int Quantile(double probability)
    {
        if (!(probability is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability is from 0 up to, but without, 1.");
        }

        double above = 1 - probability;
        if (Alive == 0)
        {
            return 0;
        }

        Walk walk = Start();
        while (Alive * walk.More > above && !walk.Exhausted)
        {
            walk.Next();
        }

        return walk.N;
    }

    /// <summary>Draws a number of purchases; one number is taken from <paramref name="random"/>. O(purchases drawn).</summary>
    public int Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Quantile(random.NextDouble());
    }

    /// <summary>Σ P(N = k)·(w₀ + … + wₖ₋₁).</summary>
    private double SummedMean()
    {
        if (_time == 0)
        {
            return 0;
        }

        Walk walk = Start();
        double mean = 0;
        double purchases = 0;
        double passed = _shape * _time;
        double negligible = 1e-17 / (1 + _time);
        for (; ; )
        {
            purchases += walk.GoesOn;
            walk.Next();
            double term = walk.Offered * purchases;
            mean += term;
            if (walk.N > passed && term <= mean * negligible)
            {
                return mean;
            }
        }
    }

    private Walk Start() => new(_shape, _time, _a, _b);

    /// <summary>Steps through n = 0, 1, 2 … by recursion.</summary>
    private struct Walk
    {
        /// <summary>Probabilities below e^this are kept as logarithms, so that a small start is not lost.</summary>
        private const double Smallest = -650;

        private readonly double _shape;
        private readonly double _share;
        private readonly double _a;
        private readonly double _b;
        private double _logOffered;
        private double _upTo;

        public Walk(double shape, double time, double a, double b)
        {
            (_shape, _share, _a, _b) = (shape, time / (1 + time), a, b);
            _logOffered = -shape * Math.Log(1 + time);
            Offered = _logOffered < Smallest ? 0 : Math.Exp(_logOffered);
            (GoesOn, Purchases, _upTo) = (1, Offered, Offered);
        }

        public int N { get; private set; }

        /// <summary>P(N = n).</summary>
        public double Offered { get; private set; }

        /// <summary>wₙ.</summary>
        public double GoesOn { get; private set; }

        /// <summary>P(Y = n), if active now.</summary>
        public double Purchases { get; private set; }

        /// <summary>P(Y &gt; n), if active now.</summary>
        public readonly double More => GoesOn * Math.Max(0, 1 - _upTo);

        /// <summary>What is left is rounding.</summary>
        public readonly bool Exhausted => 1 - _upTo < 1e-15 || (Offered < 1e-17 && N > _shape * _share / (1 - _share)) || N == int.MaxValue;

        public void Next()
        {
            double ratio = _share * (_shape + N) / (N + 1);
            if (Offered > 0)
            {
                Offered *= ratio;
            }
            else
            {
                _logOffered += Math.Log(ratio);
                Offered = _logOffered < Smallest ? 0 : Math.Exp(_logOffered);
            }

            // Y = n: offered n and never stopped before the last, or offered more and stopped at the n-th.
            double atLeast = Math.Max(0, 1 - _upTo);
            double stops = GoesOn * _a / (_a + _b + N);
            GoesOn *= (_b + N) / (_a + _b + N);
            Purchases = (GoesOn * Offered) + (stops * atLeast);
            _upTo += Offered;
            N++;
        }
    }
}
