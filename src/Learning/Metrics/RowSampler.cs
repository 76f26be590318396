using System.Runtime.InteropServices;

namespace Clientele.Learning;

/// <summary>Labels and scores of drawn rows, in memory that is used again for the next draw.</summary>
internal sealed class SampledRows
{
    private readonly List<double> _labels = [];
    private readonly List<double> _scores = [];

    public ReadOnlySpan<double> Labels => CollectionsMarshal.AsSpan(_labels);

    public ReadOnlySpan<double> Scores => CollectionsMarshal.AsSpan(_scores);

    public void Clear()
    {
        _labels.Clear();
        _scores.Clear();
    }

    public void Add(double label, double score)
    {
        _labels.Add(label);
        _scores.Add(score);
    }
}

/// <summary>Draws whole groups of rows, with replacement or all but some. Safe for several threads.</summary>
internal sealed class RowSampler
{
    private readonly double[] _labels;
    private readonly double[] _scores;

    // Rows of group g: _rows[_starts[g] .. _starts[g + 1]).
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly int[][] _strata;
    private readonly bool _bothClasses;

    public RowSampler(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, ReadOnlySpan<long> groups, bool stratified)
    {
        (_labels, _scores) = (labels.ToArray(), scores.ToArray());
        int[] groupOf = RowGroups.Number(labels.Length, groups, out int count);
        _starts = new int[count + 1];
        foreach (int group in groupOf)
        {
            _starts[group + 1]++;
        }

        for (int g = 0; g < count; g++)
        {
            _starts[g + 1] += _starts[g];
        }

        int[] next = _starts[..^1];
        _rows = new int[groupOf.Length];
        for (int i = 0; i < groupOf.Length; i++)
        {
            _rows[next[groupOf[i]]++] = i;
        }

        int[] all = [.. Enumerable.Range(0, count)];
        _strata = stratified
            ? [.. all.GroupBy(HasOne).OrderBy(stratum => stratum.Key).Select(stratum => stratum.ToArray())]
            : [all];
        _bothClasses = HasBoth(labels);
    }

    public int Groups => _starts.Length - 1;

    /// <summary>As many groups as there are, each drawn from all of its stratum.</summary>
    public void Draw(Random random, SampledRows into)
    {
        do
        {
            into.Clear();
            foreach (int[] stratum in _strata)
            {
                for (int i = 0; i < stratum.Length; i++)
                {
                    Add(stratum[random.Next(stratum.Length)], into);
                }
            }
        }
        while (_bothClasses && !HasBoth(into.Labels));
    }

    /// <summary>All groups but these. False where that leaves no row, or leaves out a class that the rows have.</summary>
    public bool TryOmit(IEnumerable<int> groups, SampledRows into)
    {
        into.Clear();
        var omitted = groups.ToHashSet();
        for (int g = 0; g < Groups; g++)
        {
            if (!omitted.Contains(g))
            {
                Add(g, into);
            }
        }

        return !into.Labels.IsEmpty && (!_bothClasses || HasBoth(into.Labels));
    }

    private void Add(int group, SampledRows into)
    {
        for (int at = _starts[group]; at < _starts[group + 1]; at++)
        {
            into.Add(_labels[_rows[at]], _scores[_rows[at]]);
        }
    }

    private bool HasOne(int group)
    {
        foreach (int row in _rows.AsSpan(_starts[group].._starts[group + 1]))
        {
            if (_labels[row] == 1)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasBoth(ReadOnlySpan<double> labels) => labels.Contains(0) && labels.Contains(1);
}
