using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>A blend at work. Its memory is reused from customer to customer. Not thread-safe.</summary>
internal sealed class BlendScorer
{
    /// <summary>Less than this on the log-odds is no reason.</summary>
    private const double LeastContribution = 0.005;

    private readonly ResponseBlend _blend;
    private readonly MemberScorer[] _members;
    private readonly double[] _row;
    private readonly double[] _ofColumns;
    private readonly int[] _topicOfColumn;
    private readonly int[] _questionOfTopic;
    private readonly double[] _topics;

    public BlendScorer(ResponseBlend blend)
    {
        _blend = blend;
        _members = [.. blend.Members.Select(member => member.CreateScorer())];
        Answers = new double[blend.Features.Questions.Count];
        _row = new double[blend.Features.Columns.Count];
        _ofColumns = new double[_row.Length];
        (_topicOfColumn, _questionOfTopic) = Topics(blend.Features);
        _topics = new double[_questionOfTopic.Length];
    }

    /// <summary>The answers that the next score is of; filled by <see cref="Read"/> or by whoever was told them.</summary>
    public double[] Answers { get; }

    /// <summary>The log-odds that the contributions start from.</summary>
    public double Expected => (_blend.Slope * _members.Average(member => member.Expected)) + _blend.Intercept;

    /// <summary>What each topic adds to <see cref="Expected"/>, of the customer explained last.</summary>
    public ReadOnlySpan<double> Contributions => _topics;

    public void Read(TypedRecord record) => _blend.Features.Read(record, Answers);

    /// <summary>Log-odds of a response, and the <see cref="Contributions"/> to them.</summary>
    public double Explain()
    {
        _blend.Features.Encode(Answers, _row);
        Array.Clear(_topics);
        double weight = _blend.Slope / _members.Length;
        double sum = 0;
        foreach (MemberScorer member in _members)
        {
            sum += member.Explain(_row, _ofColumns);
            for (int j = 0; j < _ofColumns.Length; j++)
            {
                _topics[_topicOfColumn[j]] += weight * _ofColumns[j];
            }
        }

        return (weight * sum) + _blend.Intercept;
    }

    /// <summary>The heaviest of <see cref="Contributions"/>, with the customer's answers.</summary>
    public TopReasons Top()
    {
        (int first, int second, int third) = (-1, -1, -1);
        for (int topic = 0; topic < _topics.Length; topic++)
        {
            double size = Math.Abs(_topics[topic]);
            if (size < LeastContribution || (third >= 0 && size <= Math.Abs(_topics[third])))
            {
                continue;
            }

            if (first < 0 || size > Math.Abs(_topics[first]))
            {
                (first, second, third) = (topic, first, second);
            }
            else if (second < 0 || size > Math.Abs(_topics[second]))
            {
                (second, third) = (topic, second);
            }
            else
            {
                third = topic;
            }
        }

        return new TopReasons(ReasonOf(first), ReasonOf(second), ReasonOf(third));
    }

    /// <summary>The customer's value of a topic, as <see cref="Reason.Value"/> has it.</summary>
    public double ValueOf(int topic)
    {
        int index = topic >= 0 && topic < _questionOfTopic.Length ? _questionOfTopic[topic] : -1;
        if (index < 0)
        {
            return double.NaN;
        }

        Question question = _blend.Features.Questions[index];
        double answer = Answers[index];
        return question.Kind == QuestionKind.Category && !double.IsNaN(answer) ? CategoryOf(question, (int)answer) : answer;
    }

    private Reason ReasonOf(int topic) => topic < 0 ? Reason.Nothing : new Reason((short)topic, (float)_topics[topic], ValueOf(topic));

    /// <summary>The category that the schema declares for a place among the levels; −1 for another text.</summary>
    private static int CategoryOf(Question question, int level)
    {
        for (int category = 0; category < question.LevelOfCategory.Count; category++)
        {
            if (question.LevelOfCategory[category] == level && level < question.Levels.Count)
            {
                return category;
            }
        }

        return -1;
    }

    /// <summary>
    /// Each column's topic, and each topic's question. Members of a group whose total is small enough to be told as a count ("accepted 3 earlier campaigns")
    /// speak through the total.
    /// </summary>
    private static (int[] OfColumn, int[] QuestionOf) Topics(FeatureSpace features)
    {
        const double smallTotal = 10;
        var totalOfField = new Dictionary<int, int>();
        foreach (Question total in features.Questions.Where(question => question.Kind == QuestionKind.Count || (question.Kind == QuestionKind.Total && question.High < smallTotal)))
        {
            foreach (int field in total.Fields)
            {
                totalOfField[field] = total.Topic;
            }
        }

        int[] questionOf = new int[features.Questions.Max(question => question.Topic) + 1];
        Array.Fill(questionOf, -1);
        for (int q = 0; q < features.Questions.Count; q++)
        {
            questionOf[features.Questions[q].Topic] = q;
        }

        return ([.. features.Topics.Select(topic => totalOfField.GetValueOrDefault(topic, topic))], questionOf);
    }
}
