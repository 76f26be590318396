namespace Clientele.Learning;

/// <summary>The cheapest one-to-one assignment of rows to columns (Kuhn 1955, Munkres 1957; with potentials and shortest augmenting paths).</summary>
public static class Hungarian
{
    /// <param name="costs">Any finite numbers, any shape: the shorter side is assigned completely. Not changed.</param>
    /// <returns>The column of each row; −1 for rows left over. O(shorter² · longer).</returns>
    /// <exception cref="ArgumentException">A cost is not finite; row and column are named.</exception>
    public static int[] Solve(Matrix costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        InputChecks.Finite(costs, nameof(costs));
        if (costs.Rows <= costs.Columns)
        {
            return Assign(costs);
        }

        var transposed = new Matrix(costs.Columns, costs.Rows);
        for (int j = 0; j < costs.Columns; j++)
        {
            for (int i = 0; i < costs.Rows; i++)
            {
                transposed.RowToWrite(j)[i] = costs[i, j];
            }
        }

        int[] rowOfColumn = Assign(transposed);
        var columnOfRow = new int[costs.Rows];
        Array.Fill(columnOfRow, -1);
        for (int j = 0; j < rowOfColumn.Length; j++)
        {
            columnOfRow[rowOfColumn[j]] = j;
        }

        return columnOfRow;
    }

    /// <summary>No more rows than columns. Rows and columns count from 1 inside; column 0 holds the row that is being placed.</summary>
    private static int[] Assign(Matrix costs)
    {
        var rowPotential = new double[costs.Rows + 1];
        var columnPotential = new double[costs.Columns + 1];
        var rowOf = new int[costs.Columns + 1];
        var previous = new int[costs.Columns + 1];
        var slack = new double[costs.Columns + 1];
        var reached = new bool[costs.Columns + 1];
        for (int row = 1; row <= costs.Rows; row++)
        {
            rowOf[0] = row;
            Array.Fill(slack, double.PositiveInfinity);
            Array.Clear(reached);
            int column = 0;
            while (rowOf[column] != 0)
            {
                reached[column] = true;
                column = Extend(costs, column, rowPotential, columnPotential, rowOf, previous, slack, reached);
            }

            // The path from the free column back to the new row swaps its assignments.
            while (column != 0)
            {
                rowOf[column] = rowOf[previous[column]];
                column = previous[column];
            }
        }

        var result = new int[costs.Rows];
        for (int column = 1; column <= costs.Columns; column++)
        {
            if (rowOf[column] > 0)
            {
                result[rowOf[column] - 1] = column - 1;
            }
        }

        return result;
    }

    /// <summary>Grows the tree of shortest paths by the nearest column, which it returns, and shifts the potentials so that its reduced cost is 0.</summary>
    private static int Extend(
        Matrix costs, int from, double[] rowPotential, double[] columnPotential, int[] rowOf, int[] previous, double[] slack, bool[] reached)
    {
        int row = rowOf[from];
        int nearest = 0;
        double delta = double.PositiveInfinity;
        for (int column = 1; column <= costs.Columns; column++)
        {
            if (reached[column])
            {
                continue;
            }

            double reduced = costs[row - 1, column - 1] - rowPotential[row] - columnPotential[column];
            if (reduced < slack[column])
            {
                (slack[column], previous[column]) = (reduced, from);
            }

            if (slack[column] < delta)
            {
                (delta, nearest) = (slack[column], column);
            }
        }

        for (int column = 0; column <= costs.Columns; column++)
        {
            if (reached[column])
            {
                rowPotential[rowOf[column]] += delta;
                columnPotential[column] -= delta;
            }
            else
            {
                slack[column] -= delta;
            }
        }

        return nearest;
    }
}
