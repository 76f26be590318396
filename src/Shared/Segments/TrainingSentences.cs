using System.Globalization;
using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>What training says of variables and numbers of segments, for people.</summary>
internal static class TrainingSentences
{
    public static string Constant(string title, Language language) => language switch
    {
        Language.Spanish => $"{title} queda fuera: es igual para todos los clientes.",
        Language.Portuguese => $"{title} fica de fora: é igual para todos os clientes.",
        _ => $"{title} is left out: it is the same for all customers.",
    };

    public static string Dropped(string title, double separation, double least, Language language)
    {
        // Rounded down, so that it stays below the limit that it missed.
        string found = Percent(Math.Floor(separation * 1000) / 1000, 1, language);
        string needed = Percent(least, 0, language);
        return language switch
        {
            Language.Spanish => $"{title} queda fuera: solo el {found} de su varianza está entre los grupos; hace falta el {needed}.",
            Language.Portuguese => $"{title} fica de fora: apenas {found} da sua variância está entre os grupos; são necessários {needed}.",
            _ => $"{title} is left out: only {found} of its variance lies between the groups; {needed} are needed.",
        };
    }

    /// <param name="two">The best two segments that are stable and large enough, if there are any.</param>
    public static string Recommended(ComparedSegments taken, bool isWeak, ComparedSegments? two, Language language)
    {
        string segments = Segments(taken, language);
        string figures = Figures(taken, language);
        if (isWeak)
        {
            return language switch
            {
                Language.Spanish => $"Los grupos son débiles: ninguna división es a la vez estable, de segmentos no muy pequeños y mejor que la de clientes sin grupos. Se toma la más estable: {segments}: {figures}.",
                Language.Portuguese => $"Os grupos são fracos: nenhuma divisão é ao mesmo tempo estável, de segmentos não muito pequenos e melhor que a de clientes sem grupos. Fica a mais estável: {segments}: {figures}.",
                _ => $"The groups are weak: no division is stable, of segments that are not too small, and better than one of customers without groups. The most stable one is taken: {segments}: {figures}.",
            };
        }

        string recommended = language switch
        {
            Language.Spanish => $"Se recomiendan {segments}: {figures}.",
            Language.Portuguese => $"Recomendam-se {segments}: {figures}.",
            _ => $"{segments} are recommended: {figures}.",
        };
        return recommended + " " + Against(taken, two, language);
    }

    /// <param name="isFound">Whether the algorithm gives what was asked for.</param>
    public static string AskedFor(
        ClusterAlgorithm? algorithm, int? clusters, bool isFound, ComparedSegments chosen, ComparedSegments recommended, bool isWeak, Language language)
    {
        string asked = Asked(algorithm, clusters, language);
        string taken = Segments(chosen, language);
        string figures = Figures(chosen, language);
        string first = (language, isFound) switch
        {
            (Language.Spanish, true) => $"La configuración pide {asked}. Se toman {taken}: {figures}.",
            (Language.Spanish, false) => $"La configuración pide {asked}, que el algoritmo no encuentra en estos clientes. Se toman {taken}: {figures}.",
            (Language.Portuguese, true) => $"A configuração pede {asked}. Ficam {taken}: {figures}.",
            (Language.Portuguese, false) => $"A configuração pede {asked}, que o algoritmo não encontra nestes clientes. Ficam {taken}: {figures}.",
            (_, true) => $"The settings ask for {asked}. Taken are {taken}: {figures}.",
            (_, false) => $"The settings ask for {asked}, which the algorithm does not find in these customers. Taken are {taken}: {figures}.",
        };
        return first + " " + Instead(chosen, recommended, isWeak, language);
    }

    private static string Instead(ComparedSegments chosen, ComparedSegments recommended, bool isWeak, Language language)
    {
        if (chosen.Algorithm == recommended.Algorithm && chosen.Clusters == recommended.Clusters)
        {
            return (language, isWeak) switch
            {
                (Language.Spanish, false) => "Es también lo recomendado.",
                (Language.Spanish, true) => "Es también lo más estable, aunque los grupos son débiles.",
                (Language.Portuguese, false) => "É também o recomendado.",
                (Language.Portuguese, true) => "É também o mais estável, embora os grupos sejam fracos.",
                (_, false) => "It is also what is recommended.",
                (_, true) => "It is also the most stable division, though the groups are weak.",
            };
        }

        string segments = Segments(recommended, language);
        string figures = Figures(recommended, language);
        return (language, isWeak) switch
        {
            (Language.Spanish, false) => $"Sin ello se recomendarían {segments}: {figures}.",
            (Language.Spanish, true) => $"Sin ello se tomarían {segments}, aunque los grupos son débiles: {figures}.",
            (Language.Portuguese, false) => $"Sem isso seriam recomendados {segments}: {figures}.",
            (Language.Portuguese, true) => $"Sem isso ficariam {segments}, embora os grupos sejam fracos: {figures}.",
            (_, false) => $"Without that, {segments} would be recommended: {figures}.",
            (_, true) => $"Without that, {segments} would be taken, though the groups are weak: {figures}.",
        };
    }

    /// <summary>Why not two, or why two.</summary>
    private static string Against(ComparedSegments taken, ComparedSegments? two, Language language)
    {
        if (taken.Clusters == 2)
        {
            return language switch
            {
                Language.Spanish => "Ninguna división estable en más segmentos supera tanto a la de clientes sin grupos.",
                Language.Portuguese => "Nenhuma divisão estável em mais segmentos supera tanto a de clientes sem grupos.",
                _ => "No stable division into more segments exceeds customers without groups by as much.",
            };
        }

        if (two is null)
        {
            return language switch
            {
                Language.Spanish => "Dos segmentos no son bastante estables, grandes o distintos.",
                Language.Portuguese => "Dois segmentos não são bastante estáveis, grandes ou distintos.",
                _ => "Two segments are not stable, large or distinct enough.",
            };
        }

        (string silhouette, string reference) = (Number(two.Silhouette, language), Number(two.ReferenceSilhouette, language));
        return language switch
        {
            Language.Spanish => $"Dos segmentos llegan a {silhouette} frente a {reference}: no ganan más por ser menos.",
            Language.Portuguese => $"Dois segmentos chegam a {silhouette} contra {reference}: não ganham mais por serem menos.",
            _ => $"Two segments reach {silhouette} against {reference}: being fewer gains them no more.",
        };
    }

    private static string Asked(ClusterAlgorithm? algorithm, int? clusters, Language language) => (algorithm, clusters) switch
    {
        ({ } named, { } count) => Segments(named, count, language),
        ({ } named, null) => Name(named, language),
        _ => Count(clusters!.Value, language),
    };

    private static string Segments(ComparedSegments row, Language language) => Segments(row.Algorithm, row.Clusters, language);

    private static string Segments(ClusterAlgorithm algorithm, int clusters, Language language) => language switch
    {
        Language.Spanish => $"{Count(clusters, language)} con {Name(algorithm, language)}",
        Language.Portuguese => $"{Count(clusters, language)} com {Name(algorithm, language)}",
        _ => $"{Count(clusters, language)} by {Name(algorithm, language)}",
    };

    private static string Count(int clusters, Language language) =>
        string.Create(CultureInfo.InvariantCulture, $"{clusters} {(language == Language.English ? "segments" : "segmentos")}");

    public static string Name(ClusterAlgorithm algorithm, Language language) => AlgorithmNames.Of(algorithm, language);

    private static string Figures(ComparedSegments row, Language language)
    {
        (string silhouette, string reference, string stability) = (Number(row.Silhouette, language), Number(row.ReferenceSilhouette, language), Number(row.Stability, language));
        string smallest = Percent(row.SmallestShare, 0, language);
        return language switch
        {
            Language.Spanish => $"silueta {silhouette} frente a {reference} sin grupos, concordancia {stability} entre repeticiones con otras muestras de clientes, el {smallest} de los clientes en el segmento más pequeño",
            Language.Portuguese => $"silhueta {silhouette} contra {reference} sem grupos, concordância {stability} entre repetições com outras amostras de clientes, {smallest} dos clientes no menor segmento",
            _ => $"silhouette {silhouette} against {reference} without groups, agreement {stability} between refits on resampled customers, {smallest} of the customers in the smallest segment",
        };
    }

    private static string Number(double value, Language language) => value.ToString("N2", LanguageNumbers.Of(language));

    private static string Percent(double share, int decimals, Language language) =>
        share.ToString(decimals == 0 ? "P0" : "P1", LanguageNumbers.Of(language));
}
