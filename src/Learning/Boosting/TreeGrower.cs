using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Grows one tree on first and second derivatives: level by level, or where the gain is largest. Of two children only the smaller one's histogram is
/// added up; the other is what remains of the parent's.
/// </summary>
internal sealed class TreeGrower(FeatureBins bins, GradientHistograms histograms, double[]? weights, GradientBoostingOptions options, Workers workers)
{
    /// <summary>Nodes of a level that are split together: enough for all threads, few enough for their histograms to be in memory.</summary>
    private const int Together = 32;

    private readonly SplitSearch _search = new(bins, options);
    private readonly RowPartition _partition = new(bins, workers);

    private sealed class Node(int id, int start, int end, int depth, Vector128<double> sums)
    {
        public int Id => id;

        public int Start => start;

        public int End => end;

        public int Depth => depth;

        public Vector128<double> Sums => sums;

        public Vector128<double>[]? Cells { get; set; }

        public Split Split { get; set; } = Split.None;

        public int Rows => end - start;
    }

    /// <param name="gradients">By row of the matrix.</param>
    /// <param name="sample">Rows that the tree sees, ascending; each of some weight.</param>
    /// <param name="columns">Columns that the tree sees, ascending.</param>
    /// <param name="least">A split has to gain more.</param>
    /// <param name="gains">To which each split's gain is added, by column.</param>
    /// <returns>The rows of its leaves are valid until the next tree grows.</returns>
    public GrownTree Grow(Vector128<double>[] gradients, int[] sample, int[] columns, double least, double[] gains)
    {
        _partition.Start(sample);
        var tree = new GrownTree(options.LearningRate);
        var open = new PriorityQueue<Node, (double, int)>();
        histograms.Use(columns);

        Vector128<double>[] cells = histograms.Build([_partition.Rows(0, _partition.Count)], gradients)[0];
        Vector128<double> sums = Vector128<double>.Zero;
        foreach (Vector128<double> cell in GradientHistograms.Column(cells, columns[0]))
        {
            sums += cell;
        }

        var root = new Node(tree.AddLeaf(_search.Weight(sums)), 0, _partition.Count, 0, sums) { Cells = cells };
        Close(tree, open, Search([root], columns, least));
        int leaves = 1;
        while (open.Count > 0)
        {
            List<Node> batch = Take(open);
            (List<Node> parents, List<Node> children) = Part(batch, tree, gains);
            leaves += parents.Count;
            if (leaves == options.MaxLeaves)
            {
                Finish(tree, open, parents, children);
                break;
            }

            AddUp(parents, children, gradients);
            Close(tree, open, Search(children, columns, least));
        }

        return tree;
    }

    /// <summary>The next nodes to split: the deepest where only the depth is limited, so that few histograms wait; else that of the largest gain.</summary>
    private List<Node> Take(PriorityQueue<Node, (double, int)> open)
    {
        var batch = new List<Node>();
        int most = options.MaxLeaves > 0 ? 1 : Together;
        while (batch.Count < most && open.TryDequeue(out Node? node, out _))
        {
            batch.Add(node);
        }

        return batch;
    }

    private (List<Node> Parents, List<Node> Children) Part(List<Node> batch, GrownTree tree, double[] gains)
    {
        int[] middles = _partition.Part([.. batch.Select(node => (node.Start, node.End, node.Split))]);
        var parents = new List<Node>();
        var children = new List<Node>();
        for (int i = 0; i < batch.Count; i++)
        {
            Node node = batch[i];
            if (middles[i] == node.Start || middles[i] == node.End)
            {
                // Rounding made a gain out of nothing: the node stays a leaf.
                Keep(tree, node);
                continue;
            }

            Split split = node.Split;
            gains[split.Column] += split.Gain;
            int left = tree.Split(node.Id, split, bins.Threshold(split.Column, split.Bin), _search.Weight(split.Left), _search.Weight(split.Right));
            parents.Add(node);
            children.Add(new Node(left, node.Start, middles[i], node.Depth + 1, split.Left));
            children.Add(new Node(left + 1, middles[i], node.End, node.Depth + 1, split.Right));
        }

        return (parents, children);
    }

    /// <summary>The tree has all the leaves that it may have.</summary>
    private void Finish(GrownTree tree, PriorityQueue<Node, (double, int)> open, List<Node> parents, List<Node> children)
    {
        foreach (Node node in open.UnorderedItems.Select(item => item.Element).OrderBy(node => node.Id).Concat(children))
        {
            Keep(tree, node);
        }

        foreach (Node parent in parents)
        {
            histograms.Release(parent.Cells!);
        }
    }

    private void Keep(GrownTree tree, Node node)
    {
        tree.Keep(node.Id, _partition.Rows(node.Start, node.End), weights);
        if (node.Cells is not null)
        {
            histograms.Release(node.Cells);
        }
    }

    /// <summary>Gives the children that may be split their histograms. Children 2i and 2i + 1 are those of parent i.</summary>
    private void AddUp(List<Node> parents, List<Node> children, Vector128<double>[] gradients)
    {
        var needed = new List<(Node Parent, Node Smaller, Node Larger)>();
        for (int i = 0; i < parents.Count; i++)
        {
            (Node left, Node right) = (children[2 * i], children[(2 * i) + 1]);
            if (MaySplit(left) || MaySplit(right))
            {
                needed.Add(left.Rows <= right.Rows ? (parents[i], left, right) : (parents[i], right, left));
            }
            else
            {
                histograms.Release(parents[i].Cells!);
            }
        }

        Vector128<double>[][] built = histograms.Build([.. needed.Select(each => _partition.Rows(each.Smaller.Start, each.Smaller.End))], gradients);
        workers.Run(needed.Count, (long)needed.Count * bins.Columns * GradientHistograms.CellsPerColumn, i =>
        {
            histograms.Subtract(built[i], needed[i].Parent.Cells!);
            needed[i].Smaller.Cells = built[i];
            needed[i].Larger.Cells = needed[i].Parent.Cells;
        });
    }

    private bool MaySplit(Node node) => node.Depth < options.MaxDepth && node.Rows > 1 && node.Sums[1] >= 2 * options.MinChildWeight;

    /// <summary>Finds the best split of each node that has a histogram.</summary>
    private List<Node> Search(List<Node> nodes, int[] columns, double least)
    {
        var found = new Split[nodes.Count * columns.Length];
        workers.Run(found.Length, (long)found.Length * GradientHistograms.CellsPerColumn * 8, i =>
        {
            Node node = nodes[i / columns.Length];
            int column = columns[i % columns.Length];
            found[i] = node.Cells is not null && MaySplit(node)
                ? _search.Best(GradientHistograms.Column(node.Cells, column), column, node.Sums, least)
                : Split.None;
        });
        for (int i = 0; i < found.Length; i++)
        {
            Node node = nodes[i / columns.Length];
            if (found[i].Column >= 0 && SplitSearch.IsBetter(found[i].Gain, node.Split.Gain))
            {
                node.Split = found[i];
            }
        }

        return nodes;
    }

    /// <summary>Queues the nodes that have a split; the others are leaves.</summary>
    private void Close(GrownTree tree, PriorityQueue<Node, (double, int)> open, List<Node> nodes)
    {
        foreach (Node node in nodes)
        {
            if (node.Split.Column >= 0)
            {
                open.Enqueue(node, options.MaxLeaves > 0 ? (-node.Split.Gain, node.Id) : (-node.Depth, node.Id));
            }
            else
            {
                Keep(tree, node);
            }
        }
    }
}
