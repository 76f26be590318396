using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>
/// A forest in few bytes, for what needs to know only which leaf a row falls into: as JSON its hundreds of thousands of nodes would fill hundreds of
/// megabytes. Nodes come root first, left before right: the column in a byte, 255 for a leaf; then, of a test, the threshold in eight.
/// </summary>
internal static class PackedForest
{
    private const byte Leaf = byte.MaxValue;
    private const int DeepestTree = 10_000;

    /// <exception cref="ArgumentException">It asks for more columns than a byte can name.</exception>
    public static byte[] Pack(ForestModel forest)
    {
        if (forest.Importances.Length >= Leaf)
        {
            throw new ArgumentException($"A forest of {forest.Importances.Length} columns is not packed.", nameof(forest));
        }

        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (RegressionTree tree in forest.Trees)
        {
            var waiting = new Stack<int>([0]);
            while (waiting.TryPop(out int node))
            {
                int feature = tree.Features.Span[node];
                if (feature == RegressionTree.Leaf)
                {
                    writer.Write(Leaf);
                    continue;
                }

                writer.Write((byte)feature);
                writer.Write(tree.Thresholds.Span[node]);
                waiting.Push(tree.Right.Span[node]);
                waiting.Push(tree.Left.Span[node]);
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <returns>Trees with the same leaves; what these say, and how many rows they hold, is not known any more.</returns>
    /// <exception cref="InvalidDataException">Not a packed forest of so many columns.</exception>
    public static ForestModel Unpack(ReadOnlySpan<byte> bytes, int columns)
    {
        var trees = new List<RegressionTree>();
        int at = 0;
        while (at < bytes.Length)
        {
            trees.Add(Tree(bytes, ref at));
        }

        try
        {
            return new ForestModel(ForestTask.Regression, trees, new double[columns]);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The packed forest is none of {columns} columns.", e);
        }
    }

    private static RegressionTree Tree(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (features, thresholds, left, right) = (new List<int>(), new List<double>(), new List<int>(), new List<int>());

        // Of each node that is still to come: whose right child it is; −1 for the root and left children, which follow their parent at once.
        var waiting = new Stack<int>([-1]);
        while (waiting.TryPop(out int parent))
        {
            int node = features.Count;
            if (parent >= 0)
            {
                right[parent] = node;
            }

            if (at >= bytes.Length || waiting.Count > DeepestTree)
            {
                throw new InvalidDataException("The packed forest ends within a tree, or is too deep.");
            }

            byte feature = bytes[at++];
            features.Add(feature == Leaf ? RegressionTree.Leaf : feature);
            left.Add(feature == Leaf ? 0 : node + 1);
            right.Add(0);
            if (feature == Leaf)
            {
                thresholds.Add(0);
                continue;
            }

            if (bytes.Length - at < sizeof(double))
            {
                throw new InvalidDataException("The packed forest ends within a threshold.");
            }

            thresholds.Add(BitConverter.ToDouble(bytes.Slice(at, sizeof(double))));
            at += sizeof(double);
            waiting.Push(node);
            waiting.Push(-1);
        }

        int nodes = features.Count;
        var covers = new double[nodes];
        Array.Fill(covers, 1);
        try
        {
            return new RegressionTree(features.ToArray(), thresholds.ToArray(), new bool[nodes], left.ToArray(), right.ToArray(), new double[nodes], covers);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("The packed forest holds something that is not a tree.", e);
        }
    }
}
