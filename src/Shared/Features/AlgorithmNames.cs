using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>What people call the ways to put customers into groups, as it stands after "by".</summary>
internal static class AlgorithmNames
{
    public static string Of(ClusterAlgorithm algorithm, Language language) => (algorithm, language) switch
    {
        (ClusterAlgorithm.KMeans, _) => "k-means",
        (ClusterAlgorithm.Mixture, Language.Spanish) => "una mezcla gaussiana",
        (ClusterAlgorithm.Mixture, Language.Portuguese) => "uma mistura gaussiana",
        (ClusterAlgorithm.Mixture, _) => "a Gaussian mixture",
        (ClusterAlgorithm.Ward, Language.Spanish) => "el método de Ward",
        (ClusterAlgorithm.Ward, Language.Portuguese) => "o método de Ward",
        (ClusterAlgorithm.Ward, _) => "Ward's method",
        _ => "DBSCAN",
    };
}
