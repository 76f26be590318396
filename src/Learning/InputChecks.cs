using System.Globalization;

namespace Clientele.Learning;

/// <summary>What every learner and metric asks of its inputs. Rows and columns in messages count from 0.</summary>
internal static class InputChecks
{
    public static void Finite(Matrix inputs, string argument)
    {
        for (int i = 0; i < inputs.Rows; i++)
        {
            int column = FirstNotFinite(inputs.Row(i));
            if (column >= 0)
            {
                throw new ArgumentException($"Row {i}, column {column} holds {Shown(inputs[i, column])}; every value must be finite.", argument);
            }
        }
    }

    public static void Finite(ReadOnlySpan<double> values, string argument)
    {
        int at = FirstNotFinite(values);
        if (at >= 0)
        {
            throw new ArgumentException($"Row {at} of {argument} holds {Shown(values[at])}; every value must be finite.", argument);
        }
    }

    /// <summary>Every value of a single row is finite.</summary>
    public static void FiniteRow(ReadOnlySpan<double> row, string argument)
    {
        int column = FirstNotFinite(row);
        if (column >= 0)
        {
            throw new ArgumentException($"Column {column} holds {Shown(row[column])}; every value must be finite.", argument);
        }
    }

    public static void NotEmpty(Matrix inputs, string argument)
    {
        if (inputs.Rows == 0 || inputs.Columns == 0)
        {
            throw new ArgumentException($"There is nothing to fit: the matrix has {inputs.Rows} rows and {inputs.Columns} columns.", argument);
        }
    }

    public static void SameLength(int rows, int length, string argument)
    {
        if (rows != length)
        {
            throw new ArgumentException($"There are {rows} rows but {length} {argument}.", argument);
        }
    }

    /// <summary>Every label is 0 or 1.</summary>
    public static void Binary(ReadOnlySpan<double> labels, string argument)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not (0 or 1))
            {
                throw new ArgumentException($"Row {i} of {argument} holds {Shown(labels[i])}; a label is 0 or 1.", argument);
            }
        }
    }

    /// <summary>NaN is a missing value; infinities are refused.</summary>
    public static void FiniteOrMissing(Matrix inputs, string argument)
    {
        for (int i = 0; i < inputs.Rows; i++)
        {
            ReadOnlySpan<double> row = inputs.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                if (double.IsInfinity(row[j]))
                {
                    throw new ArgumentException($"Row {i}, column {j} holds {Shown(row[j])}; every value must be finite, or NaN where it is missing.", argument);
                }
            }
        }
    }

    /// <summary>One weight per row, finite, none negative, not all 0. Empty means that every row weighs 1.</summary>
    public static void Weights(int rows, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
        {
            return;
        }

        SameLength(rows, weights.Length, nameof(weights));
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
            {
                throw new ArgumentException($"Row {i} of weights holds {Shown(weights[i])}; a weight is finite and not negative.", nameof(weights));
            }

            sum += weights[i];
        }

        if (!(sum > 0))
        {
            throw new ArgumentException("All weights are 0.", nameof(weights));
        }
    }

    /// <summary>Weights are finite, none is negative, and both classes have some.</summary>
    public static void BothClasses(ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double ones = 0;
        double zeros = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (!(weight >= 0 && double.IsFinite(weight)))
            {
                throw new ArgumentException($"Row {i} of weights holds {Shown(weight)}; a weight is finite and not negative.", nameof(weights));
            }

            ones += labels[i] * weight;
            zeros += (1 - labels[i]) * weight;
        }

        if (!(ones > 0 && zeros > 0))
        {
            throw new ArgumentException($"Both classes are needed; the labels weigh {Shown(zeros)} for 0 and {Shown(ones)} for 1.", nameof(labels));
        }
    }

    private static int FirstNotFinite(ReadOnlySpan<double> values)
    {
        for (int j = 0; j < values.Length; j++)
        {
            if (!double.IsFinite(values[j]))
            {
                return j;
            }
        }

        return -1;
    }

    private static string Shown(double value) => value.ToString(CultureInfo.InvariantCulture);
}
