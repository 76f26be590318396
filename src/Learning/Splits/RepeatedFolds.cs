namespace Clientele.Learning;

/// <summary>The same split several times, each with a seed of its own.</summary>
public static class RepeatedFolds
{
    /// <param name="repeats">1 or more. The first repeats are the same however many follow.</param>
    /// <param name="seed">Gives the seed of each repeat.</param>
    /// <param name="assign">Folds for a seed, such as <c>each => StratifiedKFold.Assign(labels, groups, 5, each)</c>.</param>
    /// <returns>For each repeat the fold of each row.</returns>
    public static int[][] Assign(int repeats, int seed, Func<int, int[]> assign)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        ArgumentNullException.ThrowIfNull(assign);
        var seeds = new Random(seed);
        return [.. Enumerable.Range(0, repeats).Select(_ => assign(seeds.Next()))];
    }
}
