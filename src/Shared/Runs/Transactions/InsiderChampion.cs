using Clientele.Insiders;
using Clientele.Learning;
using Clientele.Models;
using Clientele.Runs.Training;
using Clientele.Schemas;

namespace Clientele.Runs.Transactions;

/// <summary>The champion of the insiders' clusters as evidence.</summary>
internal sealed class InsiderChampion(ScoringModels models) : ChampionFigures(models.Champions, InsiderModel.Kind)
{
    public static InsiderFigures FiguresOf(InsiderEvaluation evaluation)
    {
        ComparedGroups chosen = evaluation.Chosen;
        ClusterProfile[] insiders = [.. evaluation.Profiles.Where(profile => profile.Insider)];
        return new InsiderFigures(
            evaluation.Customers,
            GroupWords.Space(chosen.Space).En,
            GroupWords.Algorithm(chosen.Algorithm).En,
            evaluation.Profiles.Count,
            chosen.Silhouette,
            chosen.Stability,
            chosen.SmallestShare,
            insiders.Sum(profile => profile.Share),
            insiders.Sum(profile => profile.RevenueShare));
    }

    protected override async Task<VersionFigures> FiguresAsync(string schema, string version, CancellationToken cancellation)
        => FiguresOf(await models.InsiderEvaluationAsync(schema, version, cancellation));
}

/// <summary>Spaces and algorithms for people.</summary>
internal static class GroupWords
{
    public static LocalText Space(InsiderSpaceKind space) => space switch
    {
        InsiderSpaceKind.LogStandardised => new("logarithms, standardised", "logaritmos estandarizados", "logaritmos padronizados"),
        InsiderSpaceKind.MinMax => new("from 0 to 1", "de 0 a 1", "de 0 a 1"),
        InsiderSpaceKind.Pca => new("principal components", "componentes principales", "componentes principais"),
        InsiderSpaceKind.Umap => new("UMAP", "UMAP", "UMAP"),
        InsiderSpaceKind.TreeUmap => new("tree leaves, UMAP", "hojas de árboles, UMAP", "folhas de árvores, UMAP"),
        _ => throw new ArgumentOutOfRangeException(nameof(space), space, null),
    };

    public static LocalText Algorithm(ClusterAlgorithm algorithm) => algorithm switch
    {
        ClusterAlgorithm.KMeans => new("k-means", "k-means", "k-means"),
        ClusterAlgorithm.Mixture => new("Gaussian mixture", "mezcla gaussiana", "mistura gaussiana"),
        ClusterAlgorithm.Ward => new("Ward", "Ward", "Ward"),
        ClusterAlgorithm.Dbscan => new("DBSCAN", "DBSCAN", "DBSCAN"),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };
}
