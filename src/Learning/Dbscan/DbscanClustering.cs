using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What <see cref="Dbscan"/> found. Immutable; it places no new rows, for a new row can turn others into cores and join clusters.</summary>
public sealed class DbscanClustering
{
    /// <summary>In <see cref="Labels"/>: the row is in no cluster.</summary>
    public const int Noise = -1;

    private readonly int[] _labels;
    private readonly bool[] _core;

    /// <exception cref="ArgumentException">The lengths differ, a label is not that of a cluster, or a core is noise.</exception>
    [JsonConstructor]
    public DbscanClustering(int clusters, ReadOnlyMemory<int> labels, ReadOnlyMemory<bool> core)
    {
        InputChecks.SameLength(labels.Length, core.Length, nameof(core));
        (Clusters, _labels, _core) = (clusters, labels.ToArray(), core.ToArray());
        int known = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            if (_labels[i] < (_core[i] ? 0 : Noise) || _labels[i] >= clusters || (_core[i] && _labels[i] > known))
            {
                throw new ArgumentException($"Row {i} has label {_labels[i]} among {clusters} clusters, which are numbered by their first core; only rows that are no core are noise, {Noise}.", nameof(labels));
            }

            known += _core[i] && _labels[i] == known ? 1 : 0;
        }

        if (known != clusters)
        {
            throw new ArgumentException($"{known} clusters have a core, not {clusters}.", nameof(clusters));
        }
    }

    /// <summary>Noise is none of them.</summary>
    public int Clusters { get; }

    /// <summary>
    /// For each row its cluster or <see cref="Noise"/>. Clusters are numbered from 0 in the order of their first cores; a border row that is near the
    /// cores of several belongs to the first of these.
    /// </summary>
    public ReadOnlyMemory<int> Labels => _labels;

    /// <summary>Whether a row has enough neighbours.</summary>
    public ReadOnlyMemory<bool> Core => _core;
}
