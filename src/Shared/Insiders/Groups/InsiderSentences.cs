using System.Globalization;
using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What training says of the groups that it takes, for people.</summary>
internal static class InsiderSentences
{
    public static string Recommended(ComparedGroups taken, bool isWeak, Language language)
    {
        string groups = Groups(taken, language);
        string figures = Figures(taken, language);
        return (language, isWeak) switch
        {
            (Language.Spanish, false) => $"Se recomiendan {groups}: {figures}.",
            (Language.Spanish, true) => $"Ninguna división es a la vez estable, distinta y selectiva. Se toma la más estable, {groups}: {figures}.",
            (Language.Portuguese, false) => $"Recomendam-se {groups}: {figures}.",
            (Language.Portuguese, true) => $"Nenhuma divisão é ao mesmo tempo estável, distinta e seletiva. Fica a mais estável, {groups}: {figures}.",
            (_, false) => $"{groups} are recommended: {figures}.",
            (_, true) => $"No division is stable, distinct and selective at once. The most stable one is taken, {groups}: {figures}.",
        };
    }

    /// <param name="isFound">Whether the algorithm gives what was asked for.</param>
    public static string AskedFor(bool isFound, ComparedGroups chosen, ComparedGroups recommended, Language language)
    {
        string groups = Groups(chosen, language);
        string figures = Figures(chosen, language);
        string first = (language, isFound) switch
        {
            (Language.Spanish, true) => $"La configuración pide {groups}: {figures}.",
            (Language.Spanish, false) => $"Lo que pide la configuración no se encuentra en estos clientes. Se toman {groups}: {figures}.",
            (Language.Portuguese, true) => $"A configuração pede {groups}: {figures}.",
            (Language.Portuguese, false) => $"O que a configuração pede não se encontra nestes clientes. Ficam {groups}: {figures}.",
            (_, true) => $"The settings ask for {groups}: {figures}.",
            (_, false) => $"What the settings ask for is not found in these customers. Taken are {groups}: {figures}.",
        };
        bool isSame = chosen.Algorithm == recommended.Algorithm && chosen.Clusters == recommended.Clusters;
        string others = Groups(recommended, language);
        return first + " " + (language, isSame) switch
        {
            (Language.Spanish, true) => "Es también lo recomendado.",
            (Language.Spanish, false) => $"Sin ello se recomendarían {others}: {Figures(recommended, language)}.",
            (Language.Portuguese, true) => "É também o recomendado.",
            (Language.Portuguese, false) => $"Sem isso seriam recomendados {others}: {Figures(recommended, language)}.",
            (_, true) => "It is also what is recommended.",
            (_, false) => $"Without that, {others} would be recommended: {Figures(recommended, language)}.",
        };
    }

    private static string Groups(ComparedGroups row, Language language)
    {
        string name = AlgorithmNames.Of(row.Algorithm, language);
        return language switch
        {
            Language.Spanish => string.Create(CultureInfo.InvariantCulture, $"{row.Clusters} grupos con {name}"),
            Language.Portuguese => string.Create(CultureInfo.InvariantCulture, $"{row.Clusters} grupos com {name}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{row.Clusters} groups by {name}"),
        };
    }

    private static string Figures(ComparedGroups row, Language language)
    {
        (string silhouette, string reference, string stability) = (Number(row.Silhouette, language), Number(row.ReferenceSilhouette, language), Number(row.Stability, language));
        (string share, string revenue) = (Percent(row.TopShare, language), Percent(row.TopRevenueShare, language));
        return language switch
        {
            Language.Spanish => $"concordancia {stability} entre repeticiones con otras muestras de clientes, silueta {silhouette} frente a {reference} sin grupos; el grupo con más ingresos por cliente reúne el {share} de los clientes y el {revenue} de los ingresos",
            Language.Portuguese => $"concordância {stability} entre repetições com outras amostras de clientes, silhueta {silhouette} contra {reference} sem grupos; o grupo com mais receita por cliente reúne {share} dos clientes e {revenue} da receita",
            _ => $"agreement {stability} between refits on resampled customers, silhouette {silhouette} against {reference} without groups; the group with the most revenue per customer is {share} of the customers and {revenue} of the revenue",
        };
    }

    private static string Number(double value, Language language) => value.ToString("N2", LanguageNumbers.Of(language));

    private static string Percent(double share, Language language) => share.ToString(share < 0.1 ? "P1" : "P0", LanguageNumbers.Of(language));
}
