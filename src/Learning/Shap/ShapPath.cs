namespace Clientele.Learning;

/// <summary>
/// The columns on the way to a node with the weights of their subsets (Lundberg, Erion &amp; Lee 2018, algorithm 2): what <see cref="TreeShap"/> keeps
/// of a path, whether it walks down a tree or fills tables.
/// </summary>
internal static class ShapPath
{
    /// <summary>One column on the way to a node; the first step of a path stands for no column.</summary>
    /// <param name="Column">Each occurs once in a path, however often it is tested.</param>
    /// <param name="Zero">Share of the rows that come through where the column is not known.</param>
    /// <param name="One">1 where the row itself comes through, else 0.</param>
    /// <param name="Weight">Of the subsets of the path's columns that have as many columns as steps lie before this one.</param>
    public record struct Step(int Column, double Zero, double One, double Weight);

    /// <summary>Of no column.</summary>
    public static Step First { get; } = new(RegressionTree.Leaf, 1, 1, 0);

    /// <summary>Of the rows of a node, the shares that go left and right.</summary>
    public static (double Left, double Right) Shares(RegressionTree tree, int node)
    {
        double left = tree.Covers.Span[tree.Left.Span[node]];
        double right = tree.Covers.Span[tree.Right.Span[node]];
        return (left / (left + right), right / (left + right));
    }

    /// <summary>Puts a step into the last place of a path.</summary>
    public static void Extend(Span<Step> path, Step step)
    {
        int last = path.Length - 1;
        path[last] = step with { Weight = last == 0 ? 1 : 0 };
        for (int i = last - 1; i >= 0; i--)
        {
            path[i + 1].Weight += step.One * path[i].Weight * (i + 1) / (last + 1);
            path[i].Weight = step.Zero * path[i].Weight * (last - i) / (last + 1);
        }
    }

    /// <summary>Takes a step out of the path again: the inverse of <see cref="Extend"/>, whichever was the last.</summary>
    public static void Unwind(Span<Step> path, int step)
    {
        int last = path.Length - 1;
        (double zero, double one) = (path[step].Zero, path[step].One);
        double next = path[last].Weight;
        for (int i = last - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double weight = next * (last + 1) / ((i + 1) * one);
                next = path[i].Weight - (weight * zero * (last - i) / (last + 1));
                path[i].Weight = weight;
            }
            else
            {
                path[i].Weight = path[i].Weight * (last + 1) / (zero * (last - i));
            }
        }

        for (int i = step; i < last; i++)
        {
            path[i] = path[i + 1] with { Weight = path[i].Weight };
        }
    }

    /// <summary>What a leaf at the end of the path gives to the column of a step, per unit of the leaf's value.</summary>
    public static double Contribution(ReadOnlySpan<Step> path, int step) => UnwoundSum(path, step) * (path[step].One - path[step].Zero);

    /// <summary>The weights' sum after <see cref="Unwind"/>, without changing the path.</summary>
    private static double UnwoundSum(ReadOnlySpan<Step> path, int step)
    {
        int last = path.Length - 1;
        (double zero, double one) = (path[step].Zero, path[step].One);
        double next = path[last].Weight;
        double sum = 0;
        for (int i = last - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double weight = next * (last + 1) / ((i + 1) * one);
                sum += weight;
                next = path[i].Weight - (weight * zero * (last - i) / (last + 1));
            }
            else
            {
                sum += path[i].Weight * (last + 1) / (zero * (last - i));
            }
        }

        return sum;
    }
}
