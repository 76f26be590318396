using System.Numerics;

namespace Clientele.Insiders;

/// <summary>Rules, and how well they tell insiders.</summary>
internal sealed record FoundRules(InsiderRules Rules, RuleFigures Figures);

/// <summary>
/// The one to three conditions that reproduce the insider groups best, by the harmonic mean of precision and recall, among thresholds that people can remember.
/// Every combination is tried: customers are sets of bits, so that one takes a few hundred operations per 10,000 of them.
/// </summary>
internal sealed class InsiderRuleSearch
{
    /// <summary>A further condition has to be worth its words.</summary>
    public const double LeastGain = 0.01;

    /// <summary>A condition that alone shuts out more of the insiders is part of no good rule.</summary>
    private const double LeastRecall = 0.5;

    private const int MostConditions = 3;
    private const int BitsPerWord = 64;

    private readonly ulong[] _insiders;
    private readonly int _insiderCount;
    private readonly Candidate[] _candidates;
    private readonly CancellationToken _cancellation;

    private InsiderRuleSearch(PurchaseTable purchases, bool[] insiders, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _insiders = Bits(insiders);
        _insiderCount = insiders.Count(insider => insider);
        _candidates = [.. RuleThresholds.Features.SelectMany(feature => Candidates(purchases, insiders, feature))];
    }

    /// <summary>A feature with a threshold, and who meets it.</summary>
    private sealed record Candidate(PurchaseFeature Feature, double Threshold, ulong[] Met);

    /// <summary>Some candidates together.</summary>
    private sealed record Scored(Candidate[] Candidates, int Selected, int Hits)
    {
        public double F1(int insiders) => Selected + insiders == 0 ? 0 : 2.0 * Hits / (Selected + insiders);
    }

    /// <param name="insiders">Whether each customer is in an insider group; at least one is.</param>
    public static FoundRules Find(PurchaseTable purchases, bool[] insiders, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(insiders);
        if (insiders.Length != purchases.Count || !insiders.Contains(true))
        {
            throw new ArgumentException($"{purchases.Count} customers have {insiders.Length} marks, and at least one must be an insider.", nameof(insiders));
        }

        return new InsiderRuleSearch(purchases, insiders, cancellation).Find(purchases);
    }

    private FoundRules Find(PurchaseTable purchases)
    {
        Scored best = BestOf(1)!;
        for (int conditions = 2; conditions <= MostConditions; conditions++)
        {
            if (BestOf(conditions) is { } more && more.F1(_insiderCount) >= best.F1(_insiderCount) + LeastGain)
            {
                best = more;
            }
        }

        double precision = best.Selected == 0 ? 0 : best.Hits / (double)best.Selected;
        double recall = best.Hits / (double)_insiderCount;
        RuleCondition[] strict = [.. ByWeight(best).Select(each => new RuleCondition(each.Feature, RuleThresholds.IsAtLeast(each.Feature), each.Threshold, each.Threshold))];
        RuleCondition[] relieved = RuleRelief.Of(purchases, strict);
        return new FoundRules(
            new InsiderRules(relieved, precision, recall),
            new RuleFigures(_insiderCount, best.Selected, precision, recall, best.F1(_insiderCount), RuleRelief.LeavingInAMonth(purchases, relieved)));
    }

    /// <summary>The condition without which the rules would tell insiders worst comes first.</summary>
    private IEnumerable<Candidate> ByWeight(Scored best) => best.Candidates.Length == 1
        ? best.Candidates
        : best.Candidates.OrderBy(each => Score([.. best.Candidates.Where(other => other != each)]).F1(_insiderCount));

    /// <summary>Null where there are not so many features to set conditions on.</summary>
    private Scored? BestOf(int conditions)
    {
        Scored? best = null;
        Search([], 0);
        return best;

        void Search(Candidate[] taken, int from)
        {
            _cancellation.ThrowIfCancellationRequested();
            for (int i = from; i < _candidates.Length; i++)
            {
                if (Array.Exists(taken, other => other.Feature == _candidates[i].Feature))
                {
                    continue;
                }

                Candidate[] all = [.. taken, _candidates[i]];
                if (all.Length < conditions)
                {
                    Search(all, i + 1);
                }
                else if (Score(all) is var scored && (best is null || scored.F1(_insiderCount) > best.F1(_insiderCount)))
                {
                    best = scored;
                }
            }
        }
    }

    private Scored Score(Candidate[] candidates)
    {
        int selected = 0;
        int hits = 0;
        for (int word = 0; word < _insiders.Length; word++)
        {
            ulong met = candidates[0].Met[word];
            for (int i = 1; i < candidates.Length; i++)
            {
                met &= candidates[i].Met[word];
            }

            selected += BitOperations.PopCount(met);
            hits += BitOperations.PopCount(met & _insiders[word]);
        }

        return new Scored(candidates, selected, hits);
    }

    private static IEnumerable<Candidate> Candidates(PurchaseTable purchases, bool[] insiders, PurchaseFeature feature)
    {
        double[] ofInsiders = [.. Enumerable.Range(0, insiders.Length).Where(customer => insiders[customer]).Select(customer => purchases[customer, feature])];
        bool isAtLeast = RuleThresholds.IsAtLeast(feature);
        foreach (double threshold in RuleThresholds.Between(feature, ofInsiders.Min(), ofInsiders.Max()))
        {
            if (ofInsiders.Count(value => isAtLeast ? value >= threshold : value <= threshold) >= LeastRecall * ofInsiders.Length)
            {
                yield return new Candidate(feature, threshold, Bits([.. Enumerable.Range(0, purchases.Count).Select(customer =>
                    isAtLeast ? purchases[customer, feature] >= threshold : purchases[customer, feature] <= threshold)]));
            }
        }
    }

    private static ulong[] Bits(bool[] marks)
    {
        var bits = new ulong[(marks.Length + BitsPerWord - 1) / BitsPerWord];
        for (int i = 0; i < marks.Length; i++)
        {
            bits[i / BitsPerWord] |= marks[i] ? 1UL << (i % BitsPerWord) : 0;
        }

        return bits;
    }
}
