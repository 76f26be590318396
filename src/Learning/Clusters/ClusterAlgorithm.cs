using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>How rows are put into groups.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClusterAlgorithm>))]
public enum ClusterAlgorithm
{
    [JsonStringEnumMemberName("k-means")]
    KMeans,

    /// <summary>A Gaussian mixture.</summary>
    [JsonStringEnumMemberName("mixture")]
    Mixture,

    [JsonStringEnumMemberName("ward")]
    Ward,

    [JsonStringEnumMemberName("dbscan")]
    Dbscan,
}
