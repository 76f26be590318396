using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>One thing that a segment was described in.</summary>
/// <param name="Topic">The field's index or, for a total, the number of fields plus the group's index; see <see cref="Question.Topic"/>.</param>
/// <param name="IsCategory">Whether it is one category of a text, not a measure.</param>
internal sealed record ProfiledTopic(int Topic, bool IsCategory, ProfiledFeature Feature);

/// <summary>What the customers of one cluster are like.</summary>
/// <param name="Share">Of all customers in training.</param>
/// <param name="ResponseRate">Share of its customers who responded.</param>
internal sealed record SegmentProfile(
    int Customers, double Share, double ResponseRate, IReadOnlyList<ProfiledTopic> Topics, IReadOnlyList<SegmentProduct> Products)
{
    public IReadOnlyList<ProfiledFeature> Features => [.. Topics.Select(topic => topic.Feature)];
}

/// <summary>
/// What the clusters of the training rows are like, feature by feature: every field with the role of feature, then every total. The answers are read once,
/// for all proposals. Customers without an answer do not count in its figures; a cluster in which nobody has one lacks the feature.
/// </summary>
internal sealed class SegmentProfiles
{
    /// <summary>A category of fewer customers, or of a smaller share of those with an answer, is rare: it describes nobody.</summary>
    private const int FewestOfCategory = 10;
    private const double LeastShareOfCategory = 0.01;

    private readonly TrainingRows _rows;
    private readonly Question[] _questions;
    private readonly double[][] _answers;
    private readonly Dictionary<int, SchemaField> _totals;

    public SegmentProfiles(TrainingRows rows, bool withoutSensitive)
    {
        ArgumentNullException.ThrowIfNull(rows);
        FeatureSpace space = FeatureSpace.Fit(rows, new FeatureSpaceOptions { WithoutSensitive = withoutSensitive });
        _rows = rows;
        _totals = GroupTotal.Of(rows.Schema).ToDictionary(total => total.Topic, total => total.Field);
        double[][] answers = ReadAll(rows, space);

        // A total that a field's name hides would be a second row of that name.
        int[] told = [.. Enumerable.Range(0, answers.Length).Where(i => space.Questions[i] is { IsKnown: true } question && (question.Topic < rows.Schema.Fields.Count || _totals.ContainsKey(question.Topic)))];
        _questions = [.. told.Select(i => space.Questions[i])];
        _answers = [.. told.Select(i => answers[i])];
    }

    /// <param name="clusters">Of each row, from 0 to below <paramref name="clusterCount"/>; each has at least one row.</param>
    public IReadOnlyList<SegmentProfile> Of(int[] clusters, int clusterCount)
    {
        int[] sizes = ClusterSizes.Of(clusters, clusterCount, _rows.Count);
        List<ProfiledTopic>[] topics = [.. sizes.Select(_ => new List<ProfiledTopic>())];
        for (int i = 0; i < _questions.Length; i++)
        {
            if (_questions[i].Kind == QuestionKind.Category)
            {
                AddCategories(_questions[i], _answers[i], clusters, topics);
            }
            else
            {
                AddMeasure(_questions[i], _answers[i], clusters, topics);
            }
        }

        IReadOnlyList<SegmentProduct>[] products = SegmentProducts.Of(_rows, clusters, sizes);
        var responses = new double[clusterCount];
        for (int row = 0; row < clusters.Length; row++)
        {
            responses[clusters[row]] += _rows.Labels[row];
        }

        return [.. Enumerable.Range(0, clusterCount).Select(cluster => new SegmentProfile(
            sizes[cluster], sizes[cluster] / (double)_rows.Count, responses[cluster] / sizes[cluster], topics[cluster], products[cluster]))];
    }

    private static double[][] ReadAll(TrainingRows rows, FeatureSpace space)
    {
        double[][] answers = [.. space.Questions.Select(_ => new double[rows.Count])];
        var record = new TypedRecord(rows.Schema);
        var row = new double[answers.Length];
        for (int i = 0; i < rows.Count; i++)
        {
            rows.CopyTo(i, record);
            space.Read(record, row);
            for (int q = 0; q < row.Length; q++)
            {
                answers[q][i] = row[q];
            }
        }

        return answers;
    }

    private void AddMeasure(Question question, double[] answers, int[] clusters, List<ProfiledTopic>[] topics)
    {
        (string name, LocalText title) = Named(question);
        bool isShare = question.Kind == QuestionKind.YesNo;
        AnswersOfCluster[] parts = AnswersOfCluster.Of(answers, clusters, topics.Length);
        AnswersOfCluster all = parts.Aggregate((left, right) => left.With(right));
        for (int cluster = 0; cluster < parts.Length; cluster++)
        {
            AnswersOfCluster part = parts[cluster];
            if (part.Count > 0)
            {
                AnswersOfCluster others = parts.Where((_, other) => other != cluster).Aggregate(AnswersOfCluster.None, (left, right) => left.With(right));
                double effect = isShare ? EffectSize.OfShares(part.Mean, part.Count, others.Mean, others.Count) : EffectSize.OfMeans(part, others);
                double median = !isShare ? part.Median : part.Mean > 0.5 ? 1 : 0;
                var feature = new ProfiledFeature(name, title, part.Mean, median, part.Positive / (double)part.Count, Index(part.Mean, all.Mean), effect);
                topics[cluster].Add(new ProfiledTopic(question.Topic, IsCategory: false, feature));
            }
        }
    }

    private void AddCategories(Question question, double[] answers, int[] clusters, List<ProfiledTopic>[] topics)
    {
        // Of each level the customers by cluster; the last place is that of all other texts.
        int[][] counts = [.. Enumerable.Range(0, question.Levels.Count + 1).Select(_ => new int[topics.Length])];
        for (int row = 0; row < answers.Length; row++)
        {
            if (!double.IsNaN(answers[row]))
            {
                counts[(int)answers[row]][clusters[row]]++;
            }
        }

        int[] known = [.. Enumerable.Range(0, topics.Length).Select(cluster => counts.Sum(level => level[cluster]))];
        int everyone = known.Sum();
        for (int level = 0; level < question.Levels.Count; level++)
        {
            int ofLevel = counts[level].Sum();
            if (ofLevel < FewestOfCategory || ofLevel < LeastShareOfCategory * everyone)
            {
                continue;
            }

            string text = question.Levels[level];
            string name = $"{question.Name}={text}";
            SchemaField field = _rows.Schema.Fields[question.Topic];
            LocalText title = LocalText.Of(language => $"{field.TitleIn(language)}: {field.Wording.Of(language)?.Values?.GetValueOrDefault(text) ?? text}");
            for (int cluster = 0; cluster < topics.Length; cluster++)
            {
                if (known[cluster] > 0)
                {
                    int others = everyone - known[cluster];
                    double share = counts[level][cluster] / (double)known[cluster];
                    double elsewhere = others == 0 ? 0 : (ofLevel - counts[level][cluster]) / (double)others;
                    double median = 2 * counts[level][cluster] > known[cluster] ? 1 : 0;
                    var feature = new ProfiledFeature(
                        name, title, share, median, share, Index(share, ofLevel / (double)everyone), EffectSize.OfShares(share, known[cluster], elsewhere, others));
                    topics[cluster].Add(new ProfiledTopic(question.Topic, IsCategory: true, feature));
                }
            }
        }
    }

    private (string Name, LocalText Title) Named(Question question)
    {
        if (_totals.TryGetValue(question.Topic, out SchemaField? total))
        {
            SchemaGroup group = _rows.Schema.Groups[question.Topic - _rows.Schema.Fields.Count];
            return (total.Name, LocalText.Of(group.TitleIn));
        }

        LocalText title = LocalText.Of(_rows.Schema.Fields[question.Topic].TitleIn);
        return (question.Name, question.Kind switch
        {
            QuestionKind.Years => new LocalText($"{title.En} (years ago)", $"{title.Es} (años atrás)", $"{title.Pt} (anos atrás)"),
            QuestionKind.Days => new LocalText($"{title.En} (days ago)", $"{title.Es} (días atrás)", $"{title.Pt} (dias atrás)"),
            _ => title,
        });
    }

    private static double Index(double mean, double everyones) => everyones == 0 ? 100 : 100 * mean / everyones;
}
