using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Clientele.Learning;

/// <summary>
/// Contributions of shallow trees, looked up (the idea of Yang, Fast TreeSHAP: Accelerating SHAP Value Computation for Trees, 2021, version 2): what a
/// leaf gives to the columns depends on nothing but the answers to the tests on its path, so it can be written down for all of them beforehand. Here the
/// leaves of a small subtree share one table over the answers to all the tests that they depend on. Immutable.
/// </summary>
internal sealed class ShapTables
{
    private readonly Test[] _tests;
    private readonly Tree[] _trees;
    private readonly Part[] _parts;
    private readonly int[] _columns;
    private readonly double[] _values;

    public ShapTables(Test[] tests, Tree[] trees, Part[] parts, int[] columns, double[] values)
        => (_tests, _trees, _parts, _columns, _values) = (tests, trees, parts, columns, values);

    /// <param name="Value">Place of the tested value in what <see cref="Lay"/> writes.</param>
    public readonly record struct Test(double Threshold, int Value);

    /// <summary>Its tests and parts, each from one place to before another.</summary>
    public readonly record struct Tree(int FirstTest, int EndOfTests, int FirstPart, int EndOfParts);

    /// <summary>The leaves below one node.</summary>
    /// <param name="Tests">Those of the tree's tests that the leaves depend on.</param>
    /// <param name="Table">
    /// Where its table starts. One row for each pattern of answers, right being 1 and the first test the lowest bit: contributions to the part's columns,
    /// and the value of the leaf that such a row falls into, 0 where that lies elsewhere.
    /// </param>
    /// <param name="Columns">Where the numbers of its columns start.</param>
    public readonly record struct Part(ulong Tests, int Table, int Columns, int ColumnCount);

    public int Trees => _trees.Length;

    /// <summary>
    /// Writes a row twice: with what is missing below everything, for the tests that send it left, and above everything, for those that send it right.
    /// </summary>
    /// <param name="into">Twice as long as the row.</param>
    public static void Lay(ReadOnlySpan<double> row, Span<double> into)
    {
        Span<double> left = into[..row.Length];
        Span<double> right = into.Slice(row.Length, row.Length);
        for (int j = 0; j < row.Length; j++)
        {
            bool missing = double.IsNaN(row[j]);
            left[j] = missing ? double.NegativeInfinity : row[j];
            right[j] = missing ? double.PositiveInfinity : row[j];
        }
    }

    /// <summary>Adds one tree's contributions.</summary>
    /// <param name="laid">What <see cref="Lay"/> wrote.</param>
    /// <returns>The value of the row's leaf.</returns>
    public double Add(int tree, ReadOnlySpan<double> laid, Span<double> into)
    {
        Tree at = _trees[tree];
        ulong answers = 0;
        ReadOnlySpan<Test> tests = _tests.AsSpan(at.FirstTest, at.EndOfTests - at.FirstTest);
        for (int i = tests.Length - 1; i >= 0; i--)
        {
            answers = (answers << 1) | (laid[tests[i].Value] > tests[i].Threshold ? 1UL : 0);
        }

        double value = 0;
        foreach (ref readonly Part part in _parts.AsSpan(at.FirstPart, at.EndOfParts - at.FirstPart))
        {
            ReadOnlySpan<int> columns = _columns.AsSpan(part.Columns, part.ColumnCount);
            ReadOnlySpan<double> values = _values.AsSpan(part.Table + (Extract(answers, part.Tests) * (columns.Length + 1)), columns.Length + 1);
            for (int c = 0; c < columns.Length; c++)
            {
                into[columns[c]] += values[c];
            }

            value += values[columns.Length];
        }

        return value;
    }

    /// <summary>The bits under the mask, moved together.</summary>
    public static int Extract(ulong bits, ulong mask)
    {
        if (Bmi2.X64.IsSupported)
        {
            return (int)Bmi2.X64.ParallelBitExtract(bits, mask);
        }

        int extracted = 0;
        for (int place = 0; mask != 0; place++)
        {
            extracted |= (int)((bits >> BitOperations.TrailingZeroCount(mask)) & 1) << place;
            mask &= mask - 1;
        }

        return extracted;
    }
}
