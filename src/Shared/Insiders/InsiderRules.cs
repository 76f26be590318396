namespace Clientele.Insiders;

/// <summary>One condition of the programme, with two thresholds so that customers near one do not flap.</summary>
/// <param name="Feature">What is looked at.</param>
/// <param name="AtLeast">True: the value must be the threshold or more; false: or less.</param>
/// <param name="Enter">To become a member.</param>
/// <param name="Stay">To remain one; the easier of the two.</param>
public sealed record RuleCondition(PurchaseFeature Feature, bool AtLeast, double Enter, double Stay)
{
    public bool Enters(double value) => AtLeast ? value >= Enter : value <= Enter;

    public bool Stays(double value) => AtLeast ? value >= Stay : value <= Stay;
}

/// <summary>Who is in the programme, as a short list that a person can apply: all conditions together.</summary>
/// <param name="Conditions">One to three, the one that tells most first.</param>
/// <param name="Precision">Of the customers that meet the conditions to enter, the share whom the clusters call insiders.</param>
/// <param name="Recall">Of those whom the clusters call insiders, the share that meets the conditions to enter.</param>
public sealed record InsiderRules(IReadOnlyList<RuleCondition> Conditions, double Precision, double Recall)
{
    /// <param name="features">Of one customer, a value per <see cref="PurchaseFeature"/>.</param>
    /// <param name="wasMember">At the upload before; false where there was none.</param>
    public bool IsMember(ReadOnlySpan<double> features, bool wasMember)
    {
        foreach (RuleCondition condition in Conditions)
        {
            double value = features[(int)condition.Feature];
            if (!(wasMember ? condition.Stays(value) : condition.Enters(value)))
            {
                return false;
            }
        }

        return true;
    }
}
