namespace Clientele.Learning;

/// <summary>The parts of a graph between which there is no edge.</summary>
internal static class GraphComponents
{
    /// <summary>The rows of each part, ascending; the largest part first, of equally large ones that with the first row.</summary>
    public static int[][] Of(FuzzyGraph graph)
    {
        var seen = new bool[graph.Rows];
        var parts = new List<int[]>();
        var waiting = new Stack<int>();
        for (int first = 0; first < graph.Rows; first++)
        {
            if (seen[first])
            {
                continue;
            }

            var part = new List<int>();
            seen[first] = true;
            waiting.Push(first);
            while (waiting.TryPop(out int row))
            {
                part.Add(row);
                foreach (int other in graph.OthersOf(row))
                {
                    if (!seen[other])
                    {
                        seen[other] = true;
                        waiting.Push(other);
                    }
                }
            }

            part.Sort();
            parts.Add([.. part]);
        }

        return [.. parts.OrderByDescending(part => part.Length)];
    }
}
